//! Caught by: minus_infinity_adds_nothing

/// ln Σ exp(score), in one pass; -∞ for no scores.
pub fn log_sum_exp(scores: impl Iterator<Item = f64>) -> f64 {
    let (mut largest, mut sum) = (f64::NEG_INFINITY, 0.0);
    for score in scores {
        let before = largest;
        largest = score.max(largest);
        sum = sum * (before - largest).exp() + (score - largest).exp();
    }
    largest + sum.ln()
}
