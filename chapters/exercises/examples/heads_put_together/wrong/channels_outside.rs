//! Caught by: together_gives_each_token_its_own_numbers

use ndarray::{Array2, Array3};

/// The heads of all tokens.
pub fn split(x: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = x.dim();
    let by_token = x.to_shape((tokens, heads, c / heads)).expect("C is a multiple of H");
    by_token.permuted_axes([1, 0, 2]).as_standard_layout().into_owned()
}

/// The heads side by side again.
pub fn together(heads: &Array3<f64>) -> Array2<f64> {
    let (count, tokens, d) = heads.dim();
    let by_token = heads.view().permuted_axes([1, 2, 0]); // (T, D, H)
    by_token.to_shape((tokens, count * d)).expect("as many numbers as before").into_owned()
}
