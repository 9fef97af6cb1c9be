//! # Written once more
//!
//! This layer normalisation (without gain and bias) looks right, a plot of its output looks
//! right, and a model that trains with it trains well. But it does not do what the formula of
//! this chapter says: a model that was trained elsewhere gives other answers with it. And
//! there are tokens that it cannot normalise at all. Find the mistake and mend it.
//!
//! Don't use `residual_norm`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check normalised_tokens`.
//! Stuck: `cargo exercises hint normalised_tokens`.

use ndarray::{Array2, array};

/// Every token brought to mean 0 and variance 1.
///
/// x: (T, C); returns (T, C).
pub fn normalised(x: &Array2<f64>, epsilon: f64) -> Array2<f64> {
    let channels = x.ncols() as f64;
    let mut y = x.clone();
    for mut token in y.rows_mut() {
        let mean = token.sum() / channels;
        token -= mean;
        let variance = token.dot(&token) / (channels - 1.0);
        token /= (variance + epsilon).sqrt();
    }
    y
}

/// A place to try things: `cargo run -p exercises --example normalised_tokens`.
fn main() {
    println!(
        "{:.3}",
        normalised(&array![[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]], 1e-5)
    );
}
