//! # One more, the others less
//!
//! The weights of a row come from its scores by softmax, `p = softmax(s)`, and somebody
//! further on says how the loss depends on the weights: `dp = ∂L/∂p`. How does it depend on
//! the scores? A score that rises makes its own weight larger and all others of its row
//! smaller, so each score's gradient has something of every weight's:
//!
//!     ds[i] = p[i]·(dp[i] − Σ_j p[j]·dp[j])
//!
//! Write it for every row. The scores are not needed any more: the weights say it all.
//!
//! Don't use `foundations`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check back_through_softmax`.
//! Stuck: `cargo exercises hint back_through_softmax`.

use ndarray::{Array2, array};

/// The gradient of the scores, given the weights p = softmax(s) and dp.
///
/// p, dp and the result: (N, K).
pub fn softmax_backward(p: &Array2<f64>, dp: &Array2<f64>) -> Array2<f64> {
    let _ = dp;
    Array2::zeros(p.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example back_through_softmax`.
fn main() {
    let ds = softmax_backward(&array![[0.25, 0.75]], &array![[1.0, 0.0]]);
    println!("should be [[0.1875, -0.1875]]: {ds}");
}
