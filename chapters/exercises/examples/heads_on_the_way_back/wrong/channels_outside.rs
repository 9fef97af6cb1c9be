//! Caught by: what_was_put_together_comes_apart

use ndarray::{Array2, Array3};

/// The gradient of the heads: every H-th column is taken for one head's.
pub fn together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = dy.dim();
    Array3::from_shape_fn((heads, tokens, c / heads), |(h, t, i)| dy[[t, i * heads + h]])
}

/// The gradient of the rows: the same the other way round.
pub fn split_backward(dheads: &Array3<f64>) -> Array2<f64> {
    let (heads, tokens, d) = dheads.dim();
    Array2::from_shape_fn((tokens, heads * d), |(t, c)| dheads[[c % heads, t, c / heads]])
}
