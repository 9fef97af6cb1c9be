//! Caught by: every_row_gets_the_whole_bias

use ndarray::{Array1, Array2};

/// The bias added to every row.
pub fn with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn(x.raw_dim(), |(t, c)| x[[t, c]] + b[t % b.len()])
}
