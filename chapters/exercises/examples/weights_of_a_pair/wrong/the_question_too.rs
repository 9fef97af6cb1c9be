//! Caught by: no_token_of_the_question_counts

use ndarray::Array1;

/// How much each target of a pair counts: T − 1 weights for T tokens, prompt and answer
/// together.
pub fn weights(prompt: &[usize], answer: &[usize]) -> Array1<f64> {
    let inputs = prompt.len() + answer.len() - 1;
    let of_the_answer = |_| 1.0;
    let weights = Array1::from_shape_fn(inputs, of_the_answer);
    let total = weights.sum();
    weights / total
}
