//! Caught by: a_good_answer_by_hand

use ndarray::Array1;

pub fn clipped_loss(
    log_ratios: &Array1<f64>,
    advantages: &Array1<f64>,
    below: f64,
    above: f64,
) -> (f64, Array1<f64>) {
    let n = log_ratios.len() as f64;
    let mut loss = 0.0;
    let mut dlog_p = Array1::zeros(log_ratios.len());
    for (i, (log_ratio, &a)) in log_ratios.iter().zip(advantages).enumerate() {
        let ratio = log_ratio.exp();
        let near = ratio.clamp(1.0 - above, 1.0 + below);
        loss -= (ratio * a).min(near * a) / n;
        if ratio * a <= near * a {
            dlog_p[i] = -a * ratio / n;
        }
    }
    (loss, dlog_p)
}
