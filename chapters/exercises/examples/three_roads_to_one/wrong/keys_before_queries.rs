//! Caught by: each_matrix_gets_its_own_gradient

use ndarray::{Array1, Array2, Axis, concatenate};

/// The gradients (dx, dw, db), with the keys' in the queries' place.
pub fn qkv_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dq: &Array2<f64>,
    dk: &Array2<f64>,
    dv: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let dy = concatenate![Axis(1), *dk, *dq, *dv]; // (T, 3C)
    (dy.dot(&w.t()), x.t().dot(&dy), dy.sum_axis(Axis(0)))
}
