use ndarray::{Array1, Array2};

/// The bias added to every row.
///
/// x: (T, C); b: C; returns (T, C).
pub fn with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    x + b // b is repeated for every row
}
