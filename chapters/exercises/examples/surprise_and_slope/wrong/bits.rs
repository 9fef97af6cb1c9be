//! Caught by: two_equal_logits_surprise_by_ln_2

use ndarray::{Array1, Array2};

/// The surprise at the targets, each by its weight, in nats.
///
/// logits: (T, V); targets, weights: T.
pub fn cross_entropy(
    logits: &Array2<f64>,
    targets: &[usize],
    weights: &Array1<f64>,
) -> f64 {
    let mut loss = 0.0;
    for ((row, &target), &weight) in logits.rows().into_iter().zip(targets).zip(weights) {
        let largest = row.fold(f64::NEG_INFINITY, |largest, &logit| largest.max(logit));
        let sum: f64 = row.iter().map(|logit| (logit - largest).exp()).sum();
        loss -= weight * ((row[target] - largest) / 2_f64.ln() - sum.log2());
    }
    loss
}

/// Its gradient by the logits.
///
/// logits and the result: (T, V); targets, weights: T.
pub fn cross_entropy_backward(
    logits: &Array2<f64>,
    targets: &[usize],
    weights: &Array1<f64>,
) -> Array2<f64> {
    let mut dlogits = logits.clone(); // (T, V)
    for ((mut row, &target), &weight) in
        dlogits.rows_mut().into_iter().zip(targets).zip(weights)
    {
        let largest = row.fold(f64::NEG_INFINITY, |largest, &logit| largest.max(logit));
        row.mapv_inplace(|logit| (logit - largest).exp());
        let sum = row.sum();
        row *= weight / sum; // w·p
        row[target] -= weight;
    }
    dlogits
}
