//! # A variance that is too large
//!
//! A student of statistics wrote this layer normalisation (without gain and bias). It looks
//! right, a plot of its output looks right, and a model that trains with it trains well.
//! But it does not do what the formula of this chapter says, and a model trained elsewhere
//! gives other answers with it. One kind of token it cannot normalise at all. Find the
//! mistake and mend it.
//!
//! Do without `residual_norm`: with the chapter's own code there is nothing left to find
//! out.
//!
//! Check it: `cargo exercises check variance_of_a_token`.
//! Stuck: `cargo exercises hint variance_of_a_token`.

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

/// A place to try things: `cargo run -p exercises --example variance_of_a_token`.
fn main() {
    println!(
        "{:.3}",
        normalised(&array![[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]], 1e-5)
    );
}
