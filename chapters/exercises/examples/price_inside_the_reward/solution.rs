/// Each answer's advantage over the others to the same question.
pub fn advantages(reward: &[f64], log_p: &[f64], log_sft: &[f64], beta: f64) -> Vec<f64> {
    let drift = log_p.iter().zip(log_sft).map(|(log_p, log_sft)| log_p - log_sft);
    let value: Vec<f64> =
        reward.iter().zip(drift).map(|(r, drift)| r - beta * drift).collect();
    let (sum, k) = (value.iter().sum::<f64>(), value.len() as f64);
    value.iter().map(|value| value - (sum - value) / (k - 1.0)).collect()
}
