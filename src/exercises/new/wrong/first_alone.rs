//! Caught by: every_number_is_doubled

use ndarray::Array1;

/// The first number doubled.
pub fn doubled(x: &Array1<f64>) -> Array1<f64> {
    let mut y = x.clone();
    y[0] *= 2.0;
    y
}
