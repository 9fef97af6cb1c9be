//! Caught by: a_whole_text_sees_no_future

use foundations::softmax_in_place;
use ndarray::Array2;

/// The causal attention weights of the last T of S tokens.
pub fn causal_weights(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    let mut a = q.dot(&k.t()) / (q.ncols() as f64).sqrt(); // (T, S)
    for mut row in a.rows_mut() {
        softmax_in_place(&mut row);
    }
    a
}
