//! A language model with some of the parts, and its training.

use decoder::Embedding;
use foundations::{normal, params, product, rows};
use ndarray::{Array2, Array3};
use rand::rngs::StdRng;
use training_loss::{AdamW, Batch, Schedule, clip, cross_entropy};

use crate::part::Part;

/// With no parts it is a bigram model: a row of scores for each character.
#[derive(Clone)]
pub(crate) struct Model<F> {
    embedding: Embedding<F>, // (V, C)
    parts: Vec<Part<F>>,
    head: Array2<F>, // (C, V)
}

params!(Model { embedding, parts, head });

impl Model<f32> {
    pub(crate) fn new(
        vocab: usize,
        c: usize,
        parts: Vec<Part<f32>>,
        rng: &mut StdRng,
    ) -> Model<f32> {
        let embedding = Embedding::new(vocab, c, 0.4, rng);
        Model { embedding, parts, head: normal((c, vocab), 0.02, rng) }
    }

    /// The mean loss on a batch, and its gradient.
    pub(crate) fn loss(&self, batch: &Batch<f32>) -> (f64, Model<f32>) {
        let (mut x, mut backwards) = (self.embedding.forward(&batch.inputs), Vec::new());
        for part in &self.parts {
            let (y, backward) = part.forward(&x); // (B, T, C)
            x = y;
            backwards.push(backward);
        }
        let shape = (x.dim().0, x.dim().1, self.head.ncols());
        let logits = product(&rows(&x), &self.head).into_shape_with_order(shape);
        let logits = logits.expect("B·T rows"); // (B, T, V)
        let (loss, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
        // logits = x·W
        let head = product(&rows(&x).t(), &rows(&dlogits)); // (C, V)
        let dx = product(&rows(&dlogits), &self.head.t()).into_shape_with_order(x.dim());
        let (mut dx, mut parts): (Array3<f32>, _) = (dx.expect("B·T rows"), Vec::new());
        for backward in backwards.into_iter().rev() {
            let (d, gradient) = backward(&dx);
            dx = d;
            parts.push(gradient);
        }
        parts.reverse();
        let embedding = self.embedding.backward(&batch.inputs, &dx);
        (f64::from(loss), Model { embedding, parts, head })
    }

    /// Trains for `steps` steps on random windows of the text.
    pub(crate) fn train(
        &mut self,
        text: &[usize],
        t: usize,
        steps: usize,
        rng: &mut StdRng,
    ) {
        let schedule = Schedule { peak: 8e-3, last: 1e-4, warm_up: 50, steps };
        let mut optimizer = AdamW::new(&*self);
        optimizer.decay = 0.01;
        for step in 0..steps {
            let (_, mut gradient) = self.loss(&Batch::random(text, 16, t, rng));
            clip(&mut gradient, 1.0);
            optimizer.step(self, &gradient, schedule.lr(step));
        }
    }
}
