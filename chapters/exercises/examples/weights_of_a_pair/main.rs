//! # What a pair is worth
//!
//! In supervised fine-tuning the targets of the answer count, and those of the question
//! don't. This function gives the weight of each target of one pair: the inputs are all
//! tokens but the last, the targets are all tokens but the first. The weights sum to 1.
//!
//! The loss of a model that was trained with it fell nicely, and yet it answers badly. And
//! with pairs whose answers are a single token, the training ends in NaN. Find the mistake
//! and mend it.
//!
//! Don't use `fine_tuning`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check weights_of_a_pair`.
//! Stuck: `cargo exercises hint weights_of_a_pair`.

use ndarray::Array1;

/// How much each target of a pair counts: T − 1 weights for T tokens, prompt and answer
/// together.
pub fn weights(prompt: &[usize], answer: &[usize]) -> Array1<f64> {
    let inputs = prompt.len() + answer.len() - 1;
    let of_the_answer = |t: usize| if t >= prompt.len() { 1.0 } else { 0.0 };
    let weights = Array1::from_shape_fn(inputs, of_the_answer);
    let total = weights.sum();
    weights / total
}

/// A place to try things: `cargo run -p exercises --example weights_of_a_pair`.
fn main() {
    println!("prompt 5 6, answer 7 8: {}", weights(&[5, 6], &[7, 8]));
    println!("prompt 5 6, answer 7: {}", weights(&[5, 6], &[7]));
}
