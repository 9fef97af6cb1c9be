//! # Wide, bent, and back
//!
//! The feed-forward network of the article: every token, a row of x with C channels, is
//! brought to M channels, what is negative there becomes 0, and the rest is brought back to
//! C channels.
//!
//!     y = relu(x·w_1 + b_1)·w_2 + b_2        relu(h) = max(h, 0)
//!
//! Write it.
//!
//! Don't use `feed_forward`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check wide_and_back`.
//! Stuck: `cargo exercises hint wide_and_back`.

use ndarray::{Array1, Array2, array};

/// The network's output for every token.
///
/// x: (T, C); w_1: (C, M); w_2: (M, C); returns (T, C).
pub fn feed_forward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    b_2: &Array1<f64>,
) -> Array2<f64> {
    let _ = (w_1, b_1, w_2, b_2);
    Array2::zeros(x.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example wide_and_back`.
fn main() {
    let (w_1, w_2) = (array![[1.0, -1.0]], array![[1.0], [1.0]]);
    let (b_1, b_2) = (array![0.0, 0.0], array![0.0]);
    let y = feed_forward(&array![[-3.0], [2.0]], &w_1, &b_1, &w_2, &b_2);
    println!("|x| of -3 and 2, should be [[3], [2]]: {y}");
}
