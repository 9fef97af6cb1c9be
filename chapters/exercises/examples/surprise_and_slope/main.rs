//! # How surprised, and which way
//!
//! At each of T places the model gave logits, one for every token of the vocabulary; then
//! the target came. The loss is the surprise at the targets, each place with a weight w[t]:
//!
//!     L = −Σ_t w[t]·ln p[t, target[t]]        p[t] = softmax(logits[t])
//!
//! Its gradient is what the model said, less what came, by the same weight:
//!
//!     ∂L/∂logits[t, v] = w[t]·(p[t, v] − came[t, v])      came: 1 at the target, else 0
//!
//! Write both. Logits may be as large as 1000: exp(1000) is infinite, so take the largest
//! of a row out of it first. And an unlikely target may have a probability that rounds to
//! 0, but its surprise is a number all the same.
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check surprise_and_slope`.
//! Stuck: `cargo exercises hint surprise_and_slope`.

use ndarray::{Array1, Array2, array};

/// The surprise at the targets, each by its weight, in nats.
///
/// logits: (T, V); targets, weights: T.
pub fn cross_entropy(
    logits: &Array2<f64>,
    targets: &[usize],
    weights: &Array1<f64>,
) -> f64 {
    let _ = (logits, targets, weights);
    0.0
}

/// Its gradient by the logits.
///
/// logits and the result: (T, V); targets, weights: T.
pub fn cross_entropy_backward(
    logits: &Array2<f64>,
    targets: &[usize],
    weights: &Array1<f64>,
) -> Array2<f64> {
    let _ = (targets, weights);
    Array2::zeros(logits.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example surprise_and_slope`.
fn main() {
    let (logits, w) = (array![[0.0, 0.0]], array![1.0]);
    println!("should be 0.693: {:.3}", cross_entropy(&logits, &[1], &w));
    println!("should be [[0.5, -0.5]]: {}", cross_entropy_backward(&logits, &[1], &w));
}
