//! Caught by: it_sees_a_wrong_denominator

/// A norm: from the channels of one token to as many channels.
pub type Norm = fn(&[f64]) -> Vec<f64>;

/// Whether a shift and a scale change nothing, and the order is kept.
pub fn law(norm: Norm, token: &[f64]) -> bool {
    let y = norm(token);
    let moved: Vec<f64> = token.iter().map(|x| 2.0 * x + 3.0).collect();
    norm(&moved).iter().zip(&y).all(|(moved, y)| (moved - y).abs() < 1e-9)
        && token.iter().zip(&y).all(|(x, y_x)| (x - token[0]) * (y_x - y[0]) >= 0.0)
}
