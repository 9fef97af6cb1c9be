//! Caught by: a_row_far_below_the_others_has_weights

use ndarray::Array2;

/// The softmax of every row.
pub fn softmax(scores: &Array2<f64>) -> Array2<f64> {
    let largest = scores.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
    let mut p = scores.mapv(|score| (score - largest).exp());
    for mut row in p.rows_mut() {
        let sum = row.sum() + 1e-12; // never 0
        row /= sum;
    }
    p
}
