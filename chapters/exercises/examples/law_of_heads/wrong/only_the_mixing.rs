//! Caught by: it_sees_sequences_that_see_each_other

use multi_head::MultiHead;
use ndarray::Array3;

/// A forward: y (B, T, C) of a layer and x (B, T, C).
pub type Forward = fn(&MultiHead<f64>, &Array3<f64>) -> Array3<f64>;

/// Whether the mixing is linear.
pub fn law(forward: Forward, layer: &MultiHead<f64>, x: &Array3<f64>) -> bool {
    let mut doubled = layer.clone();
    doubled.out.w *= 2.0;
    doubled.out.b *= 2.0;
    let (y, twice) = (forward(layer, x), forward(&doubled, x));
    y.iter().zip(&twice).all(|(one, other)| (2.0 * one - other).abs() < 1e-9)
}

/// Left out: this law has no use for it.
pub fn exchanged(layer: &MultiHead<f64>, one: usize, other: usize) -> MultiHead<f64> {
    let _ = (one, other);
    layer.clone()
}
