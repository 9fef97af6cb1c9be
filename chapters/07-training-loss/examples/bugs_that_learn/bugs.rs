//! Backwards with something wrong in them, and what a gradient check says of each.

use decoder::{Config, Gpt};
use foundations::{Float, GradientCheck, check_params};
use ndarray::{Array2, s};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, loss_and_gradient, mean_loss};

// ANCHOR: bugs
/// Somebody's backward, by what is wrong with it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Bug {
    None,
    /// The scale 1/√D was forgotten on the way back to queries and keys.
    NoScale,
    /// The queries get no gradient: they stay as they were drawn.
    NoQueries,
    /// A bias adds up the gradients of half of its tokens.
    HalfABias,
}

/// The gradient that a backward with this bug would have given to the parameters.
pub(crate) fn spoil<F: Float>(bug: Bug, gradient: &mut Gpt<F>) {
    for block in &mut gradient.blocks {
        let (heads, qkv) = (block.attention.inner.heads, &mut block.attention.inner.qkv);
        let c = qkv.w.nrows();
        match bug {
            Bug::None => {}
            Bug::NoScale => {
                let mut queries_and_keys = qkv.w.slice_mut(s![.., ..2 * c]);
                queries_and_keys *= F::of((c / heads) as f64).sqrt();
            }
            Bug::NoQueries => qkv.w.slice_mut(s![.., ..c]).fill(F::zero()),
            Bug::HalfABias => block.feed_forward.inner.up.b *= F::of(0.5),
        }
    }
}
// ANCHOR_END: bugs

/// What a check of every parameter of a small model says.
pub(crate) fn check(bug: Bug) -> GradientCheck {
    let mut rng = StdRng::seed_from_u64(1);
    let model: Gpt<f64> = Gpt::new(Config::article(7, 6, 2, 2, 8), &mut rng);
    let mut tokens = || Array2::from_shape_simple_fn((2, 6), || rng.random_range(0..7));
    let batch = Batch::new(tokens(), tokens(), Array2::from_elem((2, 6), 1.0 / 12.0));
    let (_, mut gradient) = loss_and_gradient(&model, &batch);
    spoil(bug, &mut gradient);
    check_params(&model, &gradient, |model| mean_loss(model, &batch))
}
