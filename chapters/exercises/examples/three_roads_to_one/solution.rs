use ndarray::{Array1, Array2, Axis, concatenate};

/// The gradients (dx, dw, db) of the layer that makes queries, keys and values.
///
/// x, dq, dk, dv: (T, C); w: (C, 3C); returns (T, C), (C, 3C) and 3C.
pub fn qkv_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dq: &Array2<f64>,
    dk: &Array2<f64>,
    dv: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let dy = concatenate![Axis(1), *dq, *dk, *dv]; // (T, 3C)
    (dy.dot(&w.t()), x.t().dot(&dy), dy.sum_axis(Axis(0)))
}
