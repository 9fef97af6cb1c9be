//! Caught by: one_row_by_hand

use ndarray::{Array1, Array2};

/// The mean of the squares of every row.
pub fn mean_of_squares(x: &Array2<f64>) -> Array1<f64> {
    x.rows().into_iter().map(|row| (row.sum() / row.len() as f64).powi(2)).collect()
}
