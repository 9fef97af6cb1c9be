//! Caught by: it_sees_weights_that_do_not_sum_to_one

/// A softmax: from scores to weights.
pub type Softmax = fn(&[f64]) -> Vec<f64>;

/// Whether a larger score has no smaller weight.
pub fn law(softmax: Softmax, scores: &[f64]) -> bool {
    let weights = softmax(scores);
    let pairs = || scores.iter().zip(&weights);
    pairs().all(|(score, weight)| {
        pairs().all(|(other, theirs)| score > other || weight <= theirs)
    })
}
