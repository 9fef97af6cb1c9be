//! Caught by: what_has_no_probability_is_never_drawn

use ndarray::Array1;

/// The token into whose piece of the line the draw falls.
///
/// p: V, at least one of them above 0; draw: from 0 to less than 1.
pub fn drawn(p: &Array1<f64>, draw: f64) -> usize {
    let mut rest = draw;
    for (token, &p) in p.iter().enumerate() {
        if rest <= p {
            return token;
        }
        rest -= p;
    }
    p.iter().rposition(|&p| p > 0.0).unwrap_or(0)
}
