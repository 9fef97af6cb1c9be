use ndarray::{Array1, Array2, Axis};

/// The gradients (dx, dw, db) of y = x·w + b.
///
/// x: (N, I); w: (I, J); dy: (N, J).
pub fn linear_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let dx = dy.dot(&w.t()); // (N, I)
    let dw = x.t().dot(dy); // (I, J)
    let db = dy.sum_axis(Axis(0)); // (J): every row has the same bias
    (dx, dw, db)
}
