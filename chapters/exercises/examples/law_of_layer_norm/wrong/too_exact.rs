//! Caught by: it_sees_a_size_that_is_left

/// A norm: from the channels of one token to as many channels.
pub type Norm = fn(&[f64]) -> Vec<f64>;

/// Whether the mean is 0 and the mean square 1, to the last bit.
pub fn law(norm: Norm, token: &[f64]) -> bool {
    let y = norm(token);
    y.iter().sum::<f64>() == 0.0 && y.iter().map(|y| y * y).sum::<f64>() == y.len() as f64
}
