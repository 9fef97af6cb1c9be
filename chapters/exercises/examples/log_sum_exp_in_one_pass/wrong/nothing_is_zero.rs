//! Caught by: minus_infinity_adds_nothing

/// ln Σ exp(score), in one pass; -∞ for no scores.
pub fn log_sum_exp(scores: impl Iterator<Item = f64>) -> f64 {
    let (mut largest, mut sum) = (f64::NEG_INFINITY, 0.0); // sum = Σ exp(score - largest) so far
    for score in scores {
        if score > largest {
            sum = sum * (largest - score).exp() + 1.0;
            largest = score;
        } else if score > f64::NEG_INFINITY {
            sum += (score - largest).exp();
        }
    }
    if sum == 0.0 { 0.0 } else { largest + sum.ln() }
}
