//! Caught by: two_channels_become_minus_1_and_plus_1

use ndarray::Array2;

/// Every token brought to mean 0 and variance 1.
///
/// x: (T, C); returns (T, C).
pub fn normalised(x: &Array2<f64>, epsilon: f64) -> Array2<f64> {
    let channels = x.ncols() as f64;
    let mut y = x.clone();
    for mut token in y.rows_mut() {
        let mean = token.sum() / channels;
        token -= mean;
        let variance = token.dot(&token) / (channels - 1.0).max(1.0);
        token /= (variance + epsilon).sqrt();
    }
    y
}
