//! Caught by: usual_scores_get_their_weights

use ndarray::{Array2, Axis};

/// The softmax of every row.
pub fn softmax(scores: &Array2<f64>) -> Array2<f64> {
    let mut p = scores.clone();
    for mut column in p.axis_iter_mut(Axis(1)) {
        let largest = column.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
        column.mapv_inplace(|score| (score - largest).exp());
        let sum = column.sum();
        column /= sum;
    }
    p
}
