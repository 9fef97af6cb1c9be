//! Caught by: it_sees_a_layer_that_does_more_for_later_tokens

use ndarray::{Array2, Axis, concatenate};

/// A layer: y (T, C) of x (T, C).
pub type Layer = fn(&Array2<f64>) -> Array2<f64>;

/// Whether a text that is doubled gives the same rows at its beginning.
pub fn law(layer: Layer, x: &Array2<f64>) -> bool {
    let twice = layer(&concatenate![Axis(0), *x, *x]);
    layer(x).iter().zip(&twice).all(|(one, other)| (one - other).abs() < 1e-9)
}
