//! # The same numbers, in the wrong seats
//!
//! Some programs make an array of heads, (H, T, D), work on all heads at once, and put them
//! together again. The shapes below are right everywhere, every number is there, and a
//! model with this code even learns a little. But its tokens hear each other where they
//! must not. Find the mistake and mend it.
//!
//! Head h owns the columns h·D .. (h + 1)·D of each token's row: `split` takes them out,
//! `together` puts them back.
//!
//! Check it: `cargo exercises check heads_put_together`.
//! Stuck: `cargo exercises hint heads_put_together`.

use ndarray::{Array2, Array3};

/// The heads of all tokens.
///
/// x: (T, H·D); returns (H, T, D).
pub fn split(x: &Array2<f64>, heads: usize) -> Array3<f64> {
    let (tokens, c) = x.dim();
    let by_token = x.to_shape((tokens, heads, c / heads)).expect("C is a multiple of H");
    by_token.permuted_axes([1, 0, 2]).as_standard_layout().into_owned()
}

/// The heads side by side again.
///
/// heads: (H, T, D); returns (T, H·D).
pub fn together(heads: &Array3<f64>) -> Array2<f64> {
    let (count, tokens, d) = heads.dim();
    heads.to_shape((tokens, count * d)).expect("as many numbers as before").into_owned()
}

/// A place to try things: `cargo run -p exercises --example heads_put_together`.
fn main() {
    let x = Array2::from_shape_fn((2, 2), |(t, c)| (10 * t + c) as f64);
    println!("two tokens of two channels:\n{x}\ntheir heads:\n{}", split(&x, 2));
    println!("together again:\n{}", together(&split(&x, 2)));
}
