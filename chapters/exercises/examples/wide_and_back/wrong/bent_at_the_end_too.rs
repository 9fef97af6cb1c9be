//! Caught by: the_output_may_be_negative

use ndarray::{Array1, Array2};

/// The network's output for every token.
///
/// x: (T, C); w_1: (C, M); w_2: (M, C); returns (T, C).
pub fn feed_forward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    b_2: &Array1<f64>,
) -> Array2<f64> {
    let hidden = (x.dot(w_1) + b_1).mapv(|h| h.max(0.0));
    (hidden.dot(w_2) + b_2).mapv(|y| y.max(0.0))
}
