use ndarray::Array2;

/// The gradient of the scores, given the weights p = softmax(s) and dp.
///
/// p, dp and the result: (N, K).
pub fn softmax_backward(p: &Array2<f64>, dp: &Array2<f64>) -> Array2<f64> {
    let mut ds = dp.clone(); // (N, K)
    for (p, mut row) in p.rows().into_iter().zip(ds.rows_mut()) {
        let mean = p.dot(&row);
        row -= mean;
        row *= &p;
    }
    ds
}
