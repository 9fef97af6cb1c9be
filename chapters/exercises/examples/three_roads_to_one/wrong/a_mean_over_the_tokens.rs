//! Caught by: every_token_adds_to_the_biases

use ndarray::{Array1, Array2, Axis, concatenate};

/// The gradients (dx, dw, db), with a mean for the biases.
pub fn qkv_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dq: &Array2<f64>,
    dk: &Array2<f64>,
    dv: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let dy = concatenate![Axis(1), *dq, *dk, *dv]; // (T, 3C)
    (dy.dot(&w.t()), x.t().dot(&dy), dy.mean_axis(Axis(0)).expect("some tokens"))
}
