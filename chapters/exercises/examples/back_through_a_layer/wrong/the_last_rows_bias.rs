//! Caught by: the_biases_gradient_is_that_of_small_differences

use ndarray::{Array1, Array2, Axis};

/// The gradients (dx, dw, db) of y = x·w + b.
///
/// x: (N, I); w: (I, J); dy: (N, J).
pub fn linear_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let db = dy.index_axis(Axis(0), dy.nrows() - 1).to_owned();
    (dy.dot(&w.t()), x.t().dot(dy), db)
}
