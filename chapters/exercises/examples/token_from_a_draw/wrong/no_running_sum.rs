//! Caught by: draws_fall_into_their_pieces

use ndarray::Array1;

/// The token into whose piece of the line the draw falls.
///
/// p: V, at least one of them above 0; draw: from 0 to less than 1.
pub fn drawn(p: &Array1<f64>, draw: f64) -> usize {
    p.iter().position(|&p| draw < p).unwrap_or(p.len() - 1)
}
