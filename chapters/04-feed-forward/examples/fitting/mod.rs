//! What the examples that train share: networks for curves, and gradient descent.
#![allow(dead_code, reason = "no example uses all of it")]

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear, Params};
use ndarray::{Array1, Array3, Axis};
use rand::{RngExt, rngs::StdRng};

/// A network of one channel whose kinks are drawn between −1 and 1; every other unit is on
/// at the left of its kink.
// ANCHOR: curve
pub(crate) fn curve(units: usize, rng: &mut StdRng) -> FeedForward<f64> {
    let side = Array1::from_shape_fn(units, |i| if i % 2 == 0 { 1.0 } else { -1.0 });
    let kinks = Array1::from_shape_simple_fn(units, || rng.random_range(-1.0..1.0));
    let up = Linear { b: -&side * &kinks, w: side.insert_axis(Axis(0)) };
    FeedForward { up, down: Linear::new(units, 1, 0.1, rng), activation: Activation::Relu }
}
// ANCHOR_END: curve

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
