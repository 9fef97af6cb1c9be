//! # A floor that moves with the model
//!
//! Top-k leaves the same number of tokens whether the model is sure or not. Another rule,
//! **min-p** (Nguyen and others, 2024), compares every token with the likeliest one: a
//! token stays if its probability is at least a given share of the largest probability.
//! What stays is scaled to sum to 1 again.
//!
//!     p = softmax(logits)
//!     keep v if p[v] ≥ share · max p
//!     then p[v] / Σ of the kept
//!
//! The share is more than 0 and at most 1. Logits may be as large as thousands.
//!
//! Check it: `cargo exercises check share_of_the_likeliest`.
//! Stuck: `cargo exercises hint share_of_the_likeliest`.

use ndarray::{Array1, array};

/// The probabilities of the tokens that are at least `share` times as likely as the
/// likeliest.
///
/// logits: (V); returns (V).
pub fn min_p(logits: &Array1<f64>, share: f64) -> Array1<f64> {
    let _ = share;
    Array1::zeros(logits.len())
}

/// A place to try things: `cargo run -p exercises --example share_of_the_likeliest`.
fn main() {
    let logits = array![0.6_f64, 0.3, 0.1].ln();
    println!("of .6, .3 and .1, with a share of ½, is left: {:.3}", min_p(&logits, 0.5));
}
