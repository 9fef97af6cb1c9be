//! Caught by: scores_far_apart_in_one_row_are_numbers

use ndarray::Array2;

/// The softmax of every row.
pub fn softmax(scores: &Array2<f64>) -> Array2<f64> {
    let mut p = scores.clone();
    for mut row in p.rows_mut() {
        let largest = row.fold(f64::INFINITY, |smallest, &score| smallest.min(score));
        row.mapv_inplace(|score| (score - largest).exp());
        let sum = row.sum();
        row /= sum;
    }
    p
}
