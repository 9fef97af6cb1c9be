//! Caught by: any_scores_in_any_order

/// ln Σ exp(score), in one pass; -∞ for no scores.
pub fn log_sum_exp(scores: impl Iterator<Item = f64>) -> f64 {
    let (mut largest, mut sum) = (f64::NEG_INFINITY, 0.0);
    for score in scores {
        if score > f64::NEG_INFINITY {
            largest = score.max(largest);
            sum += (score - largest).exp();
        }
    }
    largest + sum.ln()
}
