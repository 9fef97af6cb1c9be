//! Caught by: the_scores_are_kept_nowhere

/// ln Σ exp(score), in one pass; -∞ for no scores.
pub fn log_sum_exp(scores: impl Iterator<Item = f64>) -> f64 {
    let scores: Vec<f64> = scores.collect();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + scores.iter().map(|score| (score - largest).exp()).sum::<f64>().ln()
}
