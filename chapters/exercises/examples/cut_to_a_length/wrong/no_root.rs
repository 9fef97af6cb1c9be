//! Caught by: a_long_one_keeps_its_direction

use ndarray::Array1;

/// The gradient, no longer than `longest`.
pub fn clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64> {
    let length = gradient.dot(gradient);
    if length > longest { gradient * (longest / length) } else { gradient.clone() }
}
