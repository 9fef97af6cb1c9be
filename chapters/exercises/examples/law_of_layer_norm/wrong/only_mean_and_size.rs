//! Caught by: it_sees_a_token_turned_around

/// A norm: from the channels of one token to as many channels.
pub type Norm = fn(&[f64]) -> Vec<f64>;

/// Whether the mean is 0 and the mean square 1.
pub fn law(norm: Norm, token: &[f64]) -> bool {
    let y = norm(token);
    let squares: f64 = y.iter().map(|y| y * y).sum();
    y.iter().sum::<f64>().abs() < 1e-9 && (squares - y.len() as f64).abs() < 1e-9
}
