//! Caught by: a_row_below_the_others_loses_no_digits

use ndarray::Array2;

/// The softmax of every row.
pub fn softmax(scores: &Array2<f64>) -> Array2<f64> {
    let largest = scores.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
    let mut p = scores.mapv(|score| (score - largest).exp());
    for mut row in p.rows_mut() {
        let sum = row.sum();
        if sum == 0.0 {
            row.fill(1.0 / scores.ncols() as f64);
        } else {
            row /= sum;
        }
    }
    p
}
