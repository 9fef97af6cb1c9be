//! What comes before the blocks and after them, and what the gradient becomes.

use decoder::{Config, Gpt};
use foundations::{Layer, from_rows, normal, product, rows};
use ndarray::{Array2, Array3};
use rand::{RngExt, rngs::StdRng};
use training_loss::{AdamW, clip, cross_entropy};

use crate::blocks::{SPAN, Time};
use crate::clock::fastest;

/// What is not in the blocks.
pub(crate) struct Ends {
    /// The embedding with its positions.
    pub(crate) embedding: Time,
    /// The last linear layer with the loss.
    pub(crate) head: Time,
    /// Clip and AdamW, in milliseconds.
    pub(crate) optimizer: f64,
}

/// Measures them.
pub(crate) fn ends(config: &Config, batch: usize, rng: &mut StdRng) -> Ends {
    let Config { vocab: v, context: t, channels: c, .. } = *config;
    let mut model: Gpt<f32> = Gpt::new(config.clone(), rng);
    let tokens = Array2::from_shape_simple_fn((batch, t), || rng.random_range(0..v));
    let x: Array3<f32> = normal((batch, t, c), 1.0, rng);
    let vectors = |()| model.positions.forward(&model.embedding.forward(&tokens));
    let embedding = Time {
        forward: fastest(SPAN, || (), vectors),
        backward: fastest(SPAN, || (), |()| model.embedding.backward(&tokens, &x)),
    };
    let (w, x, weights) = (normal((c, v), 0.1, rng), rows(&x), Array2::ones((batch, t)));
    let dlogits: Array2<f32> = normal((batch * t, v), 1.0, rng);
    let loss = || {
        let logits = from_rows(product(&x, &w), batch, t); // (B, T, V)
        cross_entropy(&logits, &tokens, &weights)
    };
    let products = |()| (product(&dlogits, &w.t()), product(&x.t(), &dlogits));
    let head = Time {
        forward: fastest(SPAN, || (), |()| loss()),
        backward: fastest(SPAN, || (), products),
    };
    let (gradient, mut optimizer) = (model.clone(), AdamW::new(&model));
    let step = |mut gradient| {
        clip(&mut gradient, 1.0);
        optimizer.step(&mut model, &gradient, 1e-4);
    };
    Ends { embedding, head, optimizer: fastest(SPAN, || gradient.clone(), step) }
}
