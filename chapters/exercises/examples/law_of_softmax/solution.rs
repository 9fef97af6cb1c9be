/// A softmax: from scores to weights.
pub type Softmax = fn(&[f64]) -> Vec<f64>;

/// Whether this softmax does what a softmax must, on these scores.
pub fn law(softmax: Softmax, scores: &[f64]) -> bool {
    let weights = softmax(scores);
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let size = |score: &f64| (score - largest).exp();
    weights.len() == scores.len()
        && weights.iter().all(|weight| (0.0..=1.0 + 1e-9).contains(weight))
        && near(weights.iter().sum(), 1.0)
        && scores.iter().zip(&weights).all(|(score, weight)| {
            near(size(score) * weights[0], size(&scores[0]) * weight)
        })
}
