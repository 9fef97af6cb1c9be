use ndarray::Array1;

/// Every number doubled.
pub fn doubled(x: &Array1<f64>) -> Array1<f64> {
    2.0 * x
}
