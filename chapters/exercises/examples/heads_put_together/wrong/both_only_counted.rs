//! Caught by: split_gives_each_head_its_own_columns

use ndarray::{Array2, Array3};

/// The heads of all tokens: now the way there and back agree.
pub fn split(x: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = x.dim();
    x.to_shape((heads, tokens, c / heads)).expect("C is a multiple of H").into_owned()
}

/// The heads side by side again.
pub fn together(heads: &Array3<f64>) -> Array2<f64> {
    let (count, tokens, d) = heads.dim();
    heads.to_shape((tokens, count * d)).expect("as many numbers as before").into_owned()
}
