//! Layer normalisation as loops, straight from the formula: to be read first, and to test the fast one against.

use foundations::Float;
use ndarray::{Array1, ArrayRef1};

use crate::LayerNorm;

/// `y[c] = (x[c] − mean) / √(variance + ε) · gain[c] + bias[c]`, for one token
// ANCHOR: layer_norm
pub fn layer_norm<F: Float>(layer: &LayerNorm<F>, x: &ArrayRef1<F>) -> Array1<F> {
    let n = F::of(x.len() as f64);
    let mut mean = F::zero();
    for c in 0..x.len() {
        mean += x[c] / n;
    }
    let mut variance = F::zero();
    for c in 0..x.len() {
        variance += (x[c] - mean) * (x[c] - mean) / n;
    }
    let mut y = Array1::zeros(x.len());
    for c in 0..x.len() {
        y[c] = (x[c] - mean) / (variance + F::of(layer.epsilon)).sqrt() * layer.gain[c] + layer.bias[c];
    }
    y
}
// ANCHOR_END: layer_norm
