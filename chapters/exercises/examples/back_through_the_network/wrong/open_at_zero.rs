//! Caught by: a_unit_at_exactly_zero_lets_nothing_through

use ndarray::{Array1, Array2, Axis};

/// (dx, dw_1, db_1, dw_2, db_2).
pub type Gradients = (Array2<f64>, Array2<f64>, Array1<f64>, Array2<f64>, Array1<f64>);

/// The gradients of y = relu(x·w_1 + b_1)·w_2 + b_2, given dy.
///
/// x, dy: (T, C); w_1: (C, M); w_2: (M, C).
pub fn feed_forward_backward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    dy: &Array2<f64>,
) -> Gradients {
    let hidden = x.dot(w_1) + b_1; // (T, M)
    let bent = hidden.mapv(|h| h.max(0.0)); // (T, M)
    let (dw_2, db_2) = (bent.t().dot(dy), dy.sum_axis(Axis(0)));
    let dbent = dy.dot(&w_2.t()); // (T, M)
    let dhidden = dbent * hidden.mapv(|h| if h >= 0.0 { 1.0 } else { 0.0 });
    let (dw_1, db_1) = (x.t().dot(&dhidden), dhidden.sum_axis(Axis(0)));
    (dhidden.dot(&w_1.t()), dw_1, db_1, dw_2, db_2)
}
