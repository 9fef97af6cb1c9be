//! Caught by: with_f_0_it_is_the_backward_of_the_norm

use foundations::{Layer, Linear};
use ndarray::Array3;
use residual_norm::LayerNorm;

/// ∂L/∂x of y = LN(x + f(x)), given dy = ∂L/∂y.
///
/// x, dy: (B, T, C); returns (B, T, C).
pub fn post_norm_backward(
    norm: &LayerNorm<f64>,
    f: &Linear<f64>,
    x: &Array3<f64>,
    dy: &Array3<f64>,
) -> Array3<f64> {
    let (fx, f_cache) = f.forward(x);
    let (_, norm_cache) = norm.forward(&(fx + x));
    let (dsum, _) = norm.backward(norm_cache, dy);
    let (through_f, _) = f.backward(f_cache, &dsum);
    through_f
}
