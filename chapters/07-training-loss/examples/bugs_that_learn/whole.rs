//! The gradient of a whole model whose attention has somebody's backward.

use decoder::{Block, Config, Gpt};
use foundations::{Float, GradientCheck, Layer, check_params, from_rows, product, rows};
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use residual_norm::Residual;
use training_loss::{Batch, cross_entropy, mean_loss};

use crate::bugs::{Bug, Heads};

/// The loss's gradient, with the bug in each block on the way back.
pub(crate) fn gradient<F: Float>(bug: Bug, model: &Gpt<F>, batch: &Batch<F>) -> Gpt<F> {
    let (norm, head) = (model.norm.as_ref(), model.head.as_ref());
    let (norm, head) = norm.zip(head).expect("the article's kind of model");
    let (mut x, positions) =
        model.positions.forward(&model.embedding.forward(&batch.inputs));
    let mut caches = Vec::new();
    for Block { attention, feed_forward } in &model.blocks {
        let inner = Heads { layer: attention.inner.clone(), bug };
        let attention =
            Residual { norm: attention.norm.clone(), inner, place: attention.place };
        let (y, cache) = attention.forward(&x);
        let (y, network) = feed_forward.forward(&y);
        caches.push((attention, cache, feed_forward, network));
        x = y;
    }
    let (x, last) = norm.forward(&x);
    let (batches, tokens, _) = x.dim();
    let logits = from_rows(product(&rows(&x), head), batches, tokens); // (B, T, V)
    let dlogits = cross_entropy(&logits, &batch.targets, &batch.weights).1;

    let dhead = product(&rows(&x).t(), &rows(&dlogits)); // (C, V)
    let dx = from_rows(product(&rows(&dlogits), &head.t()), batches, tokens);
    let (mut dx, dnorm) = norm.backward(last, &dx);
    let mut blocks = Vec::new();
    for (attention, cache, network, network_cache) in caches.into_iter().rev() {
        let (d, feed_forward) = network.backward(network_cache, &dx);
        let (d, Residual { norm, inner, place }) = attention.backward(cache, &d);
        dx = d;
        blocks.push(Block {
            attention: Residual { norm, inner: inner.layer, place },
            feed_forward,
        });
    }
    blocks.reverse();
    let (dx, positions) = model.positions.backward(positions, &dx);
    Gpt {
        config: model.config.clone(),
        embedding: model.embedding.backward(&batch.inputs, &dx),
        positions,
        blocks,
        norm: Some(dnorm),
        head: Some(dhead),
    }
}

/// What a check of every parameter of a small model says.
pub(crate) fn check(bug: Bug) -> GradientCheck {
    let mut rng = StdRng::seed_from_u64(1);
    let model: Gpt<f64> = Gpt::new(Config::article(7, 6, 2, 2, 8), &mut rng);
    let mut tokens = || Array2::from_shape_simple_fn((2, 6), || rng.random_range(0..7));
    let batch = Batch::new(tokens(), tokens(), Array2::from_elem((2, 6), 1.0 / 12.0));
    let gradient = gradient(bug, &model, &batch);
    check_params(&model, &gradient, |model| mean_loss(model, &batch))
}
