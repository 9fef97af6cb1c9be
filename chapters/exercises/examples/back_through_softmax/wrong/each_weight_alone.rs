//! Caught by: a_pair_by_hand

use ndarray::Array2;

/// The gradient of the scores, given the weights p = softmax(s) and dp.
///
/// p, dp and the result: (N, K).
pub fn softmax_backward(p: &Array2<f64>, dp: &Array2<f64>) -> Array2<f64> {
    dp * p * p.mapv(|p| 1.0 - p)
}
