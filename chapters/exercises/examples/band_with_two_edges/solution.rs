use ndarray::Array1;

/// The loss of N answers with a clip of two widths, and its gradient with respect to log π.
///
/// log_ratios, advantages: N; returns L and N numbers.
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
        let near = ratio.clamp(1.0 - below, 1.0 + above);
        if ratio * a <= near * a {
            loss -= ratio * a / n;
            dlog_p[i] = -a * ratio / n; // ∂ρ/∂log π = ρ
        } else {
            loss -= near * a / n;
        }
    }
    (loss, dlog_p)
}
