//! Caught by: it_sees_a_forgotten_mixing

use foundations::Layer;
use multi_head::MultiHead;
use ndarray::Array3;

/// A forward: y (B, T, C) of a layer and x (B, T, C).
pub type Forward = fn(&MultiHead<f64>, &Array3<f64>) -> Array3<f64>;

/// Whether it gives what the chapter's forward gives.
pub fn law(forward: Forward, layer: &MultiHead<f64>, x: &Array3<f64>) -> bool {
    let (expected, _) = layer.forward(x);
    forward(layer, x).iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-9)
}

/// Left out: this law has no use for it.
pub fn exchanged(layer: &MultiHead<f64>, one: usize, other: usize) -> MultiHead<f64> {
    let _ = (one, other);
    layer.clone()
}
