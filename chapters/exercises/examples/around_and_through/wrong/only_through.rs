//! Caught by: a_layer_with_nothing_to_say_leaves_dy

use foundations::Layer;
use ndarray::{Array1, Array2, Axis};
use residual_norm::LayerNorm;

/// The gradients (dx, dgain, dbias) of y = x + f(n), n = LN(x), given dy and dn.
///
/// x, dy, dn: (T, C); gain: C.
pub fn residual_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
    dn: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let _ = dy;
    norm_backward(x, gain, epsilon, dn)
}

/// Given: the gradients (dx, dgain, dbias) of n = LN(x) alone.
fn norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dn: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let norm = LayerNorm { gain: gain.clone(), bias: Array1::zeros(gain.len()), epsilon };
    let (_, cache) = norm.forward(&x.clone().insert_axis(Axis(0)));
    let (dx, d) = norm.backward(cache, &dn.clone().insert_axis(Axis(0)));
    (dx.index_axis_move(Axis(0), 0), d.gain, d.bias)
}
