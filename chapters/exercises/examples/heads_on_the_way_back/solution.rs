use ndarray::{Array2, Array3};

/// The gradient of the heads, given that of the rows into which they were put together.
///
/// dy: (T, H·D); returns (H, T, D).
pub fn together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = dy.dim();
    let d = c / heads;
    Array3::from_shape_fn((heads, tokens, d), |(h, t, i)| dy[[t, h * d + i]])
}

/// The gradient of the rows, given that of the heads into which they were split.
///
/// dheads: (H, T, D); returns (T, H·D).
pub fn split_backward(dheads: &Array3<f64>) -> Array2<f64> {
    let (heads, tokens, d) = dheads.dim();
    Array2::from_shape_fn((tokens, heads * d), |(t, c)| dheads[[c / d, t, c % d]])
}
