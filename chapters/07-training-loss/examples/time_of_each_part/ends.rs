//! What comes before the blocks and after them, and what the gradient becomes.

use decoder::{Config, Gpt};
use foundations::{Layer, normal, product, rows};
use ndarray::{Array2, Array3};
use rand::{RngExt, rngs::StdRng};
use training_loss::{AdamW, clip, cross_entropy};

use crate::blocks::SPAN;
use crate::clock::fastest;

/// Forward and backward of the embedding with its positions, and of the last linear layer
/// with the loss; clip and AdamW.
pub(crate) fn ends(
    config: &Config,
    batch: usize,
    rng: &mut StdRng,
) -> ([[f64; 2]; 2], f64) {
    let Config { vocab: v, context: t, channels: c, .. } = *config;
    let mut model: Gpt<f32> = Gpt::new(config.clone(), rng);
    let tokens = Array2::from_shape_simple_fn((batch, t), || rng.random_range(0..v));
    let x: Array3<f32> = normal((batch, t, c), 1.0, rng);
    let embedding = [
        fastest(
            SPAN,
            || (),
            |()| model.positions.forward(&model.embedding.forward(&tokens)),
        ),
        fastest(SPAN, || (), |()| model.embedding.backward(&tokens, &x)),
    ];
    let (w, x, weights) = (normal((c, v), 0.1, rng), rows(&x), Array2::ones((batch, t)));
    let dlogits: Array2<f32> = normal((batch * t, v), 1.0, rng);
    let loss = || {
        let logits =
            product(&x, &w).into_shape_with_order((batch, t, v)).expect("B·T rows");
        cross_entropy(&logits, &tokens, &weights)
    };
    let head = [
        fastest(SPAN, || (), |()| loss()),
        fastest(SPAN, || (), |()| (product(&dlogits, &w.t()), product(&x.t(), &dlogits))),
    ];
    let (gradient, mut optimizer) = (model.clone(), AdamW::new(&model));
    let step = |mut gradient| {
        clip(&mut gradient, 1.0);
        optimizer.step(&mut model, &gradient, 1e-4);
    };
    ([embedding, head], fastest(SPAN, || gradient.clone(), step))
}
