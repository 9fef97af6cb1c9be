//! What the examples that train share: numbers in a row, and gradient descent.
#![allow(dead_code, reason = "no example uses all of it")]

use feed_forward::FeedForward;
use foundations::{Layer, Params};
use ndarray::Array3;

/// 240 tokens of one channel, from −1 to 1.
pub(crate) fn tokens() -> Array3<f64> {
    Array3::from_shape_fn((1, 240, 1), |(_, i, _)| (i as f64 + 0.5) / 120.0 - 1.0)
}

/// Gradient descent on the mean square error; returns the error's root at every step.
///
/// The size of the steps falls from `rate` to 0, and the share `momentum` of each step is
/// kept for the next.
// ANCHOR: descend
pub(crate) fn descend(
    network: &mut FeedForward<f64>,
    (x, target): (&Array3<f64>, &Array3<f64>),
    (rate, momentum, steps): (f64, f64, usize),
) -> Vec<f64> {
    let mut velocity = network.zeros_like();
    let step = |i: usize| {
        let (y, cache) = network.forward(x);
        let error = y - target;
        let (_, mut gradient) =
            network.backward(cache, &(&error * (2.0 / error.len() as f64)));
        gradient.scale(-rate * (1.0 - i as f64 / steps as f64));
        velocity.scale(momentum);
        velocity.accumulate(&gradient);
        network.accumulate(&velocity);
        error.pow2().mean().expect("numbers").sqrt()
    };
    (0..steps).map(step).collect()
}
// ANCHOR_END: descend
