//! Caught by: every_row_gets_the_whole_bias

use ndarray::{Array1, Array2};

/// The bias added to every row.
pub fn with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    let mut y = x.clone();
    for c in 0..x.ncols() {
        y[[0, c]] += b[c];
    }
    y
}
