//! Caught by: what_was_put_together_comes_apart

use ndarray::{Array2, Array3};

/// The gradient of the heads, as if each had only a share of it.
pub fn together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = dy.dim();
    let (d, share) = (c / heads, 1.0 / heads as f64);
    Array3::from_shape_fn((heads, tokens, d), |(h, t, i)| share * dy[[t, h * d + i]])
}

/// The gradient of the rows, given that of the heads into which they were split.
pub fn split_backward(dheads: &Array3<f64>) -> Array2<f64> {
    let (heads, tokens, d) = dheads.dim();
    Array2::from_shape_fn((tokens, heads * d), |(t, c)| dheads[[c / d, t, c % d]])
}
