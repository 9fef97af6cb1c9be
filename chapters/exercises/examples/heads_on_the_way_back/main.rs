//! # Back to one's own seat
//!
//! Multi-head attention moves numbers twice. `split` takes the channels of each token apart
//! into H heads of D channels, (T, H·D) to (H, T, D): head h owns the columns h·D ..
//! (h + 1)·D. And when each head has done its work, `together` puts them side by side
//! again, (H, T, D) to (T, H·D).
//!
//! On the way back somebody says how the loss depends on what came out. Write what it means
//! for what went in: `together_backward` is given the gradient of the tokens' rows, (T,
//! H·D), and returns that of the heads; `split_backward` is given the gradient of the
//! heads, and returns that of the rows.
//!
//! Check it: `cargo exercises check heads_on_the_way_back`.
//! Stuck: `cargo exercises hint heads_on_the_way_back`.

use ndarray::{Array2, Array3, array};

/// The gradient of the heads, given that of the rows into which they were put together.
///
/// dy: (T, H·D); returns (H, T, D).
pub fn together_backward(dy: &Array2<f64>, heads: usize) -> Array3<f64> {
    Array3::zeros((heads, dy.nrows(), dy.ncols() / heads))
}

/// The gradient of the rows, given that of the heads into which they were split.
///
/// dheads: (H, T, D); returns (T, H·D).
pub fn split_backward(dheads: &Array3<f64>) -> Array2<f64> {
    let (heads, tokens, d) = dheads.dim();
    Array2::zeros((tokens, heads * d))
}

/// A place to try things: `cargo run -p exercises --example heads_on_the_way_back`.
fn main() {
    let dy = array![[0.0, 1.0], [10.0, 11.0]];
    println!("rows of two tokens:\n{dy}\ntheir heads:\n{}", together_backward(&dy, 2));
    println!("and back:\n{}", split_backward(&together_backward(&dy, 2)));
}
