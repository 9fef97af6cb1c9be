//! Caught by: large_logits_give_finite_numbers

use ndarray::Array2;

/// The mean cross-entropy with smoothed labels, and its gradient.
///
/// logits: (T, V); targets: T; returns L and ∂L/∂logits: (T, V).
pub fn smoothed_cross_entropy(
    logits: &Array2<f64>,
    targets: &[usize],
    smoothing: f64,
) -> (f64, Array2<f64>) {
    let (tokens, vocab) = logits.dim();
    let mut loss = 0.0;
    let mut dlogits = Array2::zeros(logits.raw_dim()); // (T, V)
    for t in 0..tokens {
        let row = logits.row(t);
        let log_sum = row.mapv(f64::exp).sum().ln();
        for v in 0..vocab {
            let log_p = row[v] - log_sum;
            let target = if v == targets[t] { 1.0 - smoothing } else { 0.0 };
            let q = target + smoothing / vocab as f64;
            loss -= q * log_p / tokens as f64;
            dlogits[[t, v]] = (log_p.exp() - q) / tokens as f64;
        }
    }
    (loss, dlogits)
}
