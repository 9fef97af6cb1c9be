//! Caught by: a_long_one_keeps_its_direction

use ndarray::Array1;

/// The gradient, no longer than `longest`.
pub fn clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64> {
    let largest = gradient.fold(0.0_f64, |largest, g| largest.max(g.abs()));
    if largest > longest { gradient * (longest / largest) } else { gradient.clone() }
}
