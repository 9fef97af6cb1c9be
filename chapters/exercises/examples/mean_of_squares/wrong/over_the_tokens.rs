//! Caught by: every_row_has_a_number_of_its_own

use ndarray::{Array1, Array2};

/// The mean of the squares of every row.
pub fn mean_of_squares(x: &Array2<f64>) -> Array1<f64> {
    x.columns()
        .into_iter()
        .map(|column| column.dot(&column) / column.len() as f64)
        .collect()
}
