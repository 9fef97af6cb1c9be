//! # A loss and its slope
//!
//! A loss function returns two things that must fit together: a number, and the slope of
//! that number. Write a law for cross-entropy: a function that takes *any* such function,
//! tries it on some logits and targets, and says whether it did what it must.
//!
//! `loss(logits, targets)` returns the mean surprise of T tokens in nats, and its gradient
//! (T, V). Your law is tried on right code, of which it must be true in every case, and on
//! wrong code: one whose gradient has the wrong sign, one whose gradient is that of the sum
//! and not of the mean, one whose gradient forgets the target, one whose loss and gradient
//! are both in bits. It must be false of each in some case. Allow 1e-6 where you take
//! differences. There are 1 to 3 tokens and 2 to 5 different ones to choose from.
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check law_of_cross_entropy`.
//! Stuck: `cargo exercises hint law_of_cross_entropy`.

use ndarray::{Array2, array};

/// The mean surprise of the targets, and its gradient: logits (T, V), T targets, gradient
/// (T, V).
pub type Loss = fn(logits: &Array2<f64>, targets: &[usize]) -> (f64, Array2<f64>);

/// Whether this loss does what cross-entropy must, on these logits and targets.
pub fn law(loss: Loss, logits: &Array2<f64>, targets: &[usize]) -> bool {
    let (_, dlogits) = loss(logits, targets);
    dlogits.dim() == logits.dim()
}

/// A place to try things: `cargo run -p exercises --example law_of_cross_entropy`.
fn main() {
    let constant: Loss = |logits, _| (1.0, Array2::zeros(logits.raw_dim()));
    println!("a constant is a cross-entropy: {}", law(constant, &array![[0.0, 1.0]], &[0]));
}
