//! Caught by: draws_fall_into_their_pieces

use ndarray::Array1;

/// The token into whose piece of the line the draw falls.
///
/// p: V, at least one of them above 0; draw: from 0 to less than 1.
pub fn drawn(p: &Array1<f64>, draw: f64) -> usize {
    let _ = draw;
    (0..p.len()).fold(0, |best, token| if p[token] > p[best] { token } else { best })
}
