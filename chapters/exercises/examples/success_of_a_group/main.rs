//! # How rare success was
//!
//! GRPO gives eight answers to a question, and marks each on the curve of its group:
//!
//!     A[i] = (R[i] - mean of the group) / std of the group
//!     std = √(mean of the squared deviations)
//!
//! The reward is 1 for a right answer and 0 for a wrong one. (If all rewards are equal,
//! the advantages are 0.) Predict three numbers; 0.01 more or less will do. First: one
//! of the eight answers is right. What is its advantage? Second: seven are right. What
//! is the advantage of the wrong one? Third: four are right. What is the advantage of
//! each of them?
//!
//! Check it: `cargo exercises check success_of_a_group`.
//! Stuck: `cargo exercises hint success_of_a_group`.

/// The advantage of the right answer, if it is the only one.
pub const ONE_RIGHT: Option<f64> = None;

/// The advantage of the wrong answer, if it is the only one.
pub const ONE_WRONG: Option<f64> = None;

/// The advantage of a right answer among four right ones.
pub const HALF_RIGHT: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example success_of_a_group`.
fn main() {
    println!("the only right answer: {ONE_RIGHT:?}");
    println!("the only wrong answer: {ONE_WRONG:?}");
    println!("a right answer of four: {HALF_RIGHT:?}");
}
