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
        let variance = token.dot(&token) / channels; // the channels are no sample: they are all there are
        token /= (variance + epsilon).sqrt();
    }
    y
}
