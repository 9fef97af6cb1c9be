//! Caught by: any_rows_as_small_differences_say

use ndarray::Array2;

/// The gradient of the scores, given the weights p = softmax(s) and dp.
///
/// p, dp and the result: (N, K).
pub fn softmax_backward(p: &Array2<f64>, dp: &Array2<f64>) -> Array2<f64> {
    let mut ds = dp.clone();
    for (p, mut row) in p.rows().into_iter().zip(ds.rows_mut()) {
        let mean = row.sum() / row.len() as f64;
        row -= mean;
        row *= &p;
    }
    ds
}
