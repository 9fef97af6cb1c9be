//! Caught by: what_was_split_is_joined

use ndarray::{Array2, Array3};

/// The gradient of the heads, given that of the rows into which they were put together.
pub fn together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = dy.dim();
    let d = c / heads;
    Array3::from_shape_fn((heads, tokens, d), |(h, t, i)| dy[[t, h * d + i]])
}

/// The gradient of the rows: the numbers are counted anew and stay where they are.
pub fn split_backward(dheads: &Array3<f64>) -> Array2<f64> {
    let (heads, tokens, d) = dheads.dim();
    dheads.to_shape((tokens, heads * d)).expect("as many numbers").into_owned()
}
