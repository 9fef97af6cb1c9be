//! Caught by: it_sees_positions_that_are_all_alike

use ndarray::Array2;

/// Whether all rows have the same length.
pub fn law(table: &Array2<f64>) -> bool {
    table
        .rows()
        .into_iter()
        .all(|row| (row.dot(&row) - table.row(0).dot(&table.row(0))).abs() < 1e-9)
}
