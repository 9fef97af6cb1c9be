use foundations::softmax_in_place;
use ndarray::Array2;

/// The causal attention weights of the last T of S tokens.
pub fn causal_weights(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    let past = k.nrows() - q.nrows();
    let mut a = q.dot(&k.t()) / (q.ncols() as f64).sqrt(); // (T, S)
    for (t, mut row) in a.rows_mut().into_iter().enumerate() {
        for s in 0..k.nrows() {
            if s > past + t {
                row[s] = f64::NEG_INFINITY; // the future: a weight of 0
            }
        }
        softmax_in_place(&mut row);
    }
    a
}
