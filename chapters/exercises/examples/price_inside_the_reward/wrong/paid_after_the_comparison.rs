//! Caught by: all_together

/// Each answer's advantage over the others to the same question.
pub fn advantages(reward: &[f64], log_p: &[f64], log_sft: &[f64], beta: f64) -> Vec<f64> {
    let (sum, k) = (reward.iter().sum::<f64>(), reward.len() as f64);
    let better = reward.iter().map(|r| r - (sum - r) / (k - 1.0));
    let drift = log_p.iter().zip(log_sft).map(|(log_p, log_sft)| log_p - log_sft);
    better.zip(drift).map(|(better, drift)| better - beta * drift).collect()
}
