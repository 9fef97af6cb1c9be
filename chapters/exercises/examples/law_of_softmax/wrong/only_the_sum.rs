//! Caught by: it_sees_weights_that_ignore_the_scores

/// A softmax: from scores to weights.
pub type Softmax = fn(&[f64]) -> Vec<f64>;

/// Whether the weights sum to 1.
pub fn law(softmax: Softmax, scores: &[f64]) -> bool {
    (softmax(scores).iter().sum::<f64>() - 1.0).abs() < 1e-9
}
