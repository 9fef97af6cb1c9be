//! Layer normalisation as loops, straight from the formula: to be read first, and to test
//! the fast one against.

use foundations::Float;
use ndarray::{Array1, ArrayRef1};

use crate::{LayerNorm, NormPlace};

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
        y[c] = (x[c] - mean) / (variance + F::of(layer.epsilon)).sqrt() * layer.gain[c]
            + layer.bias[c];
    }
    y
}
// ANCHOR_END: layer_norm

/// The chain rule written out, for one token: `dx[i] = Σ_j dy[j] · gain[j] · ∂n[j]/∂x[i]`,
/// with `∂n[j]/∂x[i] = scale · ([i = j] − 1/C − n[i]·n[j]/C)` and `scale = 1/√(variance +
/// ε)`
// ANCHOR: layer_norm_backward
pub fn layer_norm_backward<F: Float>(
    layer: &LayerNorm<F>,
    x: &ArrayRef1<F>,
    dy: &ArrayRef1<F>,
) -> Array1<F> {
    let channels = F::of(x.len() as f64);
    let mean = x.sum() / channels;
    let variance = x.iter().map(|&x| (x - mean) * (x - mean)).sum::<F>() / channels;
    let scale = F::one() / (variance + F::of(layer.epsilon)).sqrt();
    let n = x.mapv(|x| (x - mean) * scale);
    let mut dx = Array1::zeros(x.len());
    for i in 0..x.len() {
        for j in 0..x.len() {
            let same = if i == j { F::one() } else { F::zero() };
            let slope = scale * (same - F::one() / channels - n[i] * n[j] / channels); // ∂n[j]/∂x[i]
            dx[i] += dy[j] * layer.gain[j] * slope;
        }
    }
    dx
}
// ANCHOR_END: layer_norm_backward

/// `x + f(LN(x))` or `LN(x + f(x))`, for one token and any f
// ANCHOR: residual
pub fn residual<F: Float>(
    place: NormPlace,
    norm: &LayerNorm<F>,
    f: impl Fn(&ArrayRef1<F>) -> Array1<F>,
    x: &ArrayRef1<F>,
) -> Array1<F> {
    match place {
        NormPlace::Pre => f(&layer_norm(norm, x)) + x,
        NormPlace::Post => layer_norm(norm, &(f(x) + x)),
    }
}
// ANCHOR_END: residual
