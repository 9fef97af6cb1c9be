//! Caught by: the_three_pulls_on_a_token_add_up

use ndarray::{Array1, Array2, Axis, concatenate, s};

/// The gradients (dx, dw, db): a token hears only what its query says.
pub fn qkv_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dq: &Array2<f64>,
    dk: &Array2<f64>,
    dv: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let dy = concatenate![Axis(1), *dq, *dk, *dv]; // (T, 3C)
    let w_q = w.slice(s![.., ..x.ncols()]);
    (dq.dot(&w_q.t()), x.t().dot(&dy), dy.sum_axis(Axis(0)))
}
