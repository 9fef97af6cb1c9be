//! Caught by: three_answers_without_a_price

/// Each answer's advantage over the others to the same question.
pub fn advantages(reward: &[f64], log_p: &[f64], log_sft: &[f64], beta: f64) -> Vec<f64> {
    let drift = log_p.iter().zip(log_sft).map(|(log_p, log_sft)| log_p - log_sft);
    let value: Vec<f64> =
        reward.iter().zip(drift).map(|(r, drift)| r - beta * drift).collect();
    let mean = value.iter().sum::<f64>() / value.len() as f64;
    value.iter().map(|value| value - mean).collect()
}
