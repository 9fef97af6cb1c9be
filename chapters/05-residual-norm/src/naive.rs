//! Layer normalisation as loops, straight from the formula: to be read first, and to test
//! the fast one against.

use ndarray::Array1;

use crate::{LayerNorm, NormPlace};

/// `y[c] = (x[c] − mean) / √(variance + ε) · gain[c] + bias[c]`, for one token
// ANCHOR: layer_norm
pub fn layer_norm(layer: &LayerNorm<f64>, x: &Array1<f64>) -> Array1<f64> {
    let channels = x.len() as f64;
    let mut mean = 0.0;
    for c in 0..x.len() {
        mean += x[c] / channels;
    }
    let mut variance = 0.0;
    for c in 0..x.len() {
        variance += (x[c] - mean) * (x[c] - mean) / channels;
    }
    let mut y = Array1::zeros(x.len());
    for c in 0..x.len() {
        y[c] = (x[c] - mean) / (variance + layer.epsilon).sqrt() * layer.gain[c]
            + layer.bias[c];
    }
    y
}
// ANCHOR_END: layer_norm

/// The chain rule written out, for one token: `dx[i] = Σ_j dy[j] · gain[j] · ∂n[j]/∂x[i]`,
/// with `∂n[j]/∂x[i] = scale · ([i = j] − 1/C − n[i]·n[j]/C)` and `scale = 1/√(variance +
/// ε)`
// ANCHOR: layer_norm_backward
pub fn layer_norm_backward(
    layer: &LayerNorm<f64>,
    x: &Array1<f64>,
    dy: &Array1<f64>,
) -> Array1<f64> {
    let channels = x.len() as f64;
    let mut mean = 0.0;
    for c in 0..x.len() {
        mean += x[c] / channels;
    }
    let mut variance = 0.0;
    for c in 0..x.len() {
        variance += (x[c] - mean) * (x[c] - mean) / channels;
    }
    let scale = 1.0 / (variance + layer.epsilon).sqrt();
    let mut n = Array1::zeros(x.len());
    for c in 0..x.len() {
        n[c] = (x[c] - mean) * scale;
    }
    let mut dx = Array1::zeros(x.len());
    for i in 0..x.len() {
        for j in 0..x.len() {
            let same = if i == j { 1.0 } else { 0.0 };
            // ∂n[j]/∂x[i]
            let slope = scale * (same - 1.0 / channels - n[i] * n[j] / channels);
            dx[i] += dy[j] * layer.gain[j] * slope;
        }
    }
    dx
}
// ANCHOR_END: layer_norm_backward

/// `x + f(LN(x))` or `LN(x + f(x))`, for one token and any f
// ANCHOR: residual
pub fn residual(
    place: NormPlace,
    norm: &LayerNorm<f64>,
    f: impl Fn(&Array1<f64>) -> Array1<f64>,
    x: &Array1<f64>,
) -> Array1<f64> {
    match place {
        NormPlace::Pre => f(&layer_norm(norm, x)) + x,
        NormPlace::Post => layer_norm(norm, &(f(x) + x)),
    }
}
// ANCHOR_END: residual
