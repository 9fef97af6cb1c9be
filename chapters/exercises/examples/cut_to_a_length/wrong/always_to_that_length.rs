//! Caught by: a_short_one_stays_as_it_is

use ndarray::Array1;

/// The gradient, no longer than `longest`.
pub fn clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64> {
    gradient * (longest / gradient.dot(gradient).sqrt())
}
