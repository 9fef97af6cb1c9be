//! Caught by: the_first_token_of_the_answer_counts

use ndarray::Array1;

/// How much each target of a pair counts: T − 1 weights for T tokens, prompt and answer
/// together.
pub fn weights(prompt: &[usize], answer: &[usize]) -> Array1<f64> {
    let inputs = prompt.len() + answer.len() - 1;
    let of_the_answer = |t: usize| if t >= prompt.len() { 1.0 } else { 0.0 };
    let weights: Array1<f64> = Array1::from_shape_fn(inputs, of_the_answer);
    let total = weights.sum().max(1.0);
    weights / total
}
