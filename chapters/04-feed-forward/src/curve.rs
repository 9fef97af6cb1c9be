//! A network that draws a curve: a number in, a number out.

use foundations::Linear;
use ndarray::{Array1, Axis};
use rand::{Rng, RngExt};

use crate::{Activation, FeedForward};

/// A network of one channel whose kinks are drawn between −1 and 1; every other unit is on
/// at the left of its kink.
pub fn curve(units: usize, rng: &mut impl Rng) -> FeedForward<f64> {
    let side = Array1::from_shape_fn(units, |i| if i % 2 == 0 { 1.0 } else { -1.0 });
    let kinks = Array1::from_shape_simple_fn(units, || rng.random_range(-1.0..1.0));
    let up = Linear { b: -&side * &kinks, w: side.insert_axis(Axis(0)) };
    FeedForward { up, down: Linear::new(units, 1, 0.1, rng), activation: Activation::Relu }
}
