//! Prompts and answers as a batch: the loss looks at the answer alone.

use decoder::LanguageModel;
use foundations::Float;
use ndarray::{Array2, Axis, s};
use training_loss::Batch;

use crate::pieces::{by_length, map_rows};

/// A prompt and an answer to it, as tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What is given; not empty.
    pub prompt: Vec<usize>,
    /// What the model is to say, up to and with the token that stops it.
    pub answer: Vec<usize>,
}

/// The batch of supervised fine-tuning: chapter 7's, but only the answers count.
///
/// ```text
/// w[b, t] = 1 if the target is a token of the answer,
///           0 if it is one of the question's or of the padding
/// ```
///
/// Of a pair that is longer than the model's context only the beginning is kept; shorter
/// ones are padded at the end. No real token sees the padding (the mask is causal), and no
/// weight counts it. Ouyang et al. 2022, step 1.
///
/// # Panics
/// If there are no pairs, a prompt is empty, or no token of an answer is left.
///
/// ```
/// use fine_tuning::{Pair, supervised};
/// use ndarray::array;
/// let pair = Pair { prompt: vec![5, 6], answer: vec![7, 8] };
/// let batch = supervised::<f32>(&[pair], 8);
/// assert_eq!(batch.inputs, array![[5, 6, 7]]);
/// assert_eq!(batch.targets, array![[6, 7, 8]]);
/// assert_eq!(batch.weights, array![[0.0, 0.5, 0.5]]); // a mean over the answer
/// ```
pub fn supervised<F: Float>(pairs: &[Pair], context: usize) -> Batch<F> {
    let (inputs, targets, weights) = lay_out(pairs, &vec![F::one(); pairs.len()]);
    let fits = s![.., ..context.min(inputs.ncols())];
    Batch::new(inputs.slice_move(fits), targets.slice_move(fits), weights.slice_move(fits))
}

/// The pairs as inputs, targets, and weights: a pair's own weight on every token of its
/// answer, 0 elsewhere.
// ANCHOR: lay_out
pub(crate) fn lay_out<F: Float>(
    pairs: &[Pair],
    weight: &[F],
) -> (Array2<usize>, Array2<usize>, Array2<F>) {
    let longest = pairs
        .iter()
        .map(|pair| pair.prompt.len() + pair.answer.len())
        .max()
        .expect("some pairs");
    let shape = (pairs.len(), longest - 1); // (B, T)
    let (mut inputs, mut targets) = (Array2::zeros(shape), Array2::zeros(shape));
    let mut weights = Array2::zeros(shape);
    for (b, pair) in pairs.iter().enumerate() {
        assert!(
            !pair.prompt.is_empty(),
            "an empty prompt: the model needs a token to look at"
        );
        let tokens = [&pair.prompt[..], &pair.answer].concat();
        for t in 0..tokens.len() - 1 {
            inputs[[b, t]] = tokens[t];
            targets[[b, t]] = tokens[t + 1];
            if t + 1 >= pair.prompt.len() {
                weights[[b, t]] = weight[b];
            }
        }
    }
    (inputs, targets, weights)
}
// ANCHOR_END: lay_out

/// `log π(answer | prompt)` of every pair, in nats: the sum over the answer's tokens.
///
/// # Panics
/// If a prompt is empty, or a pair has more than `context` + 1 tokens.
pub fn log_probabilities_of_answers<F: Float>(
    model: &impl LanguageModel<F>,
    pairs: &[Pair],
) -> Vec<f64> {
    let rows =
        by_length(pairs.len(), |row| pairs[row].prompt.len() + pairs[row].answer.len());
    map_rows([&rows[..]], |rows| {
        let pairs: Vec<Pair> = rows.iter().map(|&row| pairs[row].clone()).collect();
        let (inputs, targets, counts) = lay_out(&pairs, &vec![F::one(); pairs.len()]);
        let (logits, _) = model.forward(&inputs); // (B, T, V)
        let log_p = training_loss::log_probabilities(&logits, &targets) * counts; // (B, T)
        log_p.sum_axis(Axis(1)).iter().map(|log_p| log_p.as_f64()).collect()
    })
}
