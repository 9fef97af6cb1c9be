//! The trainer: loss, gradient, clip, step.

use decoder::Gpt;
use fine_tuning::Pair;
use foundations::Params;
use ndarray::Array1;
use training_loss::Schedule;

use crate::{Hands, Kept, backward, forward};

/// How long a gradient may be.
const LONGEST: f64 = 1.0;
/// How much of a weight is lost per unit of learning rate.
const DECAY: f64 = 0.1;

/// A model in training.
#[derive(Clone)]
pub struct Learner {
    /// The model.
    pub model: Gpt<f64>,
    /// The learning rate over time.
    pub schedule: Schedule,
    /// AdamW's running mean of the gradients, and of their squares.
    moments: (Gpt<f64>, Gpt<f64>),
    /// Steps taken.
    steps: usize,
}

/// A sequence to learn from: inputs, targets, and how much each target counts.
pub struct Sequence {
    pub(crate) inputs: Vec<usize>,
    pub(crate) targets: Vec<usize>,
    pub(crate) weights: Array1<f64>,
}

/// Windows of a text, each target of which counts the same.
pub fn text_batch(
    hands: &Hands,
    text: &[usize],
    starts: &[usize],
    length: usize,
) -> Vec<Sequence> {
    hands.at("the batch");
    let weight = 1.0 / (starts.len() * length) as f64;
    let window = |&start: &usize| {
        let (inputs, targets) = hands.shifted(text, start, length);
        Sequence { inputs, targets, weights: Array1::from_elem(length, weight) }
    };
    starts.iter().map(window).collect()
}

/// Questions with their answers; each token of an answer counts the same.
pub(crate) fn pair_batch(hands: &Hands, pairs: &[Pair]) -> Vec<Sequence> {
    hands.at("the batch");
    let total: usize = pairs.iter().map(|pair| pair.answer.len()).sum();
    pairs.iter().map(|pair| sequence(hands, pair, 1.0 / total as f64)).collect()
}

/// A question with its answer, each token of which counts `weight`.
pub(crate) fn sequence(hands: &Hands, pair: &Pair, weight: f64) -> Sequence {
    let tokens = [&pair.prompt[..], &pair.answer].concat();
    let (inputs, targets) = hands.shifted(&tokens, 0, tokens.len() - 1);
    // Those of a pair sum to 1, so they are brought to 1 for each token.
    let each = pair.answer.len() as f64 * weight;
    let weights = hands.weights(&pair.prompt, &pair.answer) * each;
    Sequence { inputs, targets, weights }
}

impl Learner {
    /// A trainer that has not taken a step yet.
    pub fn new(model: Gpt<f64>, schedule: Schedule) -> Learner {
        let zeros = model.zeros_like();
        Learner { model, schedule, moments: (zeros.clone(), zeros), steps: 0 }
    }

    /// One step; returns the loss before it.
    pub fn step(&mut self, hands: &Hands, batch: &[Sequence]) -> f64 {
        let (mut loss, mut gradient) = (0.0, self.model.zeros_like());
        for Sequence { inputs, targets, weights } in batch {
            let mut kept = Kept::nothing(&self.model);
            let (logits, pass) = forward(hands, &self.model, inputs, &mut kept);
            hands.at("the loss");
            loss += hands.cross_entropy(&logits, targets, weights);
            let dlogits = hands.cross_entropy_backward(&logits, targets, weights);
            gradient.accumulate(&backward(hands, &self.model, &pass, &dlogits));
        }
        self.apply(hands, &gradient);
        loss
    }

    /// Every weight moves against its gradient.
    fn apply(&mut self, hands: &Hands, gradient: &Gpt<f64>) {
        hands.at("the length of the gradient");
        let all: Array1<f64> = gradient
            .tensors()
            .iter()
            .flat_map(|(_, tensor)| tensor.iter().copied())
            .collect();
        let mut all = hands.clipped(&all, LONGEST).into_iter();
        hands.at("the learning rate");
        let Schedule { peak, last, warm_up, steps } = self.schedule;
        let lr = hands.rate(self.steps, steps, warm_up, peak, last);
        self.steps += 1;
        hands.at("the step");
        let moments =
            self.moments.0.tensors_mut().into_iter().zip(self.moments.1.tensors_mut());
        for ((_, mut theta), ((_, mut m), (_, mut v))) in
            self.model.tensors_mut().into_iter().zip(moments)
        {
            let decay = if theta.ndim() > 1 { DECAY } else { 0.0 };
            for ((theta, m), v) in theta.iter_mut().zip(&mut m).zip(&mut v) {
                let g = all.next().expect("a gradient for each weight");
                (*theta, (*m, *v)) =
                    hands.adamw(*theta, g, (*m, *v), self.steps as i32, lr, decay);
            }
        }
    }
}
