//! Caught by: the_gains_gradient_is_summed_over_the_tokens

use ndarray::{Array1, Array2, Axis};

/// Every token divided by its root mean square, times the gain.
pub fn rms_norm(x: &Array2<f64>, gain: &Array1<f64>, epsilon: f64) -> Array2<f64> {
    x / &roots(x, epsilon) * gain
}

/// The gradients (dx, dgain) of `rms_norm`, given dy.
pub fn rms_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>) {
    let r = roots(x, epsilon); // (T, 1)
    let n = x / &r; // (T, C)
    let dn = dy * gain; // (T, C)
    // r moves with x: ∂r/∂x[c] = n[c] / C
    let along_n =
        (&dn * &n).mean_axis(Axis(1)).expect("some channels").insert_axis(Axis(1)); // (T, 1)
    ((&dn - &n * &along_n) / &r, (dy * &n).mean_axis(Axis(0)).expect("some tokens"))
}

/// r of every token: (T, 1).
fn roots(x: &Array2<f64>, epsilon: f64) -> Array2<f64> {
    let mean_square = x.mapv(|x| x * x).mean_axis(Axis(1)).expect("some channels");
    mean_square.mapv(|mean| (mean + epsilon).sqrt()).insert_axis(Axis(1))
}
