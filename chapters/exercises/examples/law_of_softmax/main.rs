//! # What softmax promises
//!
//! A test must be able to fail. Write a law that a right softmax obeys and the wrong ones
//! don't: a function that takes *any* softmax, tries it on a row of scores, and says
//! whether it did what it must.
//!
//! Your law is tried on right code, of which it must be true for every row, and on wrong
//! code: one that forgets to divide by the sum, one that overflows on large scores, one
//! that gives every score the same weight. It must be false of each on some row. Right code
//! rounds: compare to within 1e-9, not exactly. The rows have one to eight scores, of any
//! size up to ±1000.
//!
//! Don't use `foundations`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check law_of_softmax`.
//! Stuck: `cargo exercises hint law_of_softmax`.

/// A softmax: from scores to weights.
pub type Softmax = fn(&[f64]) -> Vec<f64>;

/// Whether this softmax does what a softmax must, on these scores.
pub fn law(softmax: Softmax, scores: &[f64]) -> bool {
    let weights = softmax(scores);
    weights.len() == scores.len()
}

/// A place to try things: `cargo run -p exercises --example law_of_softmax`.
fn main() {
    let doubled: Softmax = |scores| scores.iter().map(|score| 2.0 * score).collect();
    println!("doubling is a softmax: {}", law(doubled, &[1.0, 2.0]));
}
