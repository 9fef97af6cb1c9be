//! Caught by: every_number_is_doubled

use ndarray::Array1;

/// Every number and one.
pub fn doubled(x: &Array1<f64>) -> Array1<f64> {
    x + 1.0
}
