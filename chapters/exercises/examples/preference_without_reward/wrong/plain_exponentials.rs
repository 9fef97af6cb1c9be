//! Caught by: certainty_gives_finite_numbers

use ndarray::Array1;

/// DPO's loss of N comparisons, and its gradients with respect to `chosen` and `rejected`.
///
/// All arrays: N, each number the log π of an answer.
pub fn dpo(
    chosen: &Array1<f64>,
    rejected: &Array1<f64>,
    chosen_sft: &Array1<f64>,
    rejected_sft: &Array1<f64>,
    beta: f64,
) -> (f64, Array1<f64>, Array1<f64>) {
    let n = chosen.len() as f64;
    let z = beta * ((chosen - chosen_sft) - (rejected - rejected_sft));
    let loss = z.mapv(|z| (1.0 + (-z).exp()).ln()).sum() / n;
    let pull = z.mapv(|z| beta / (1.0 + z.exp()) / n); // β·σ(−z)/N
    (loss, -&pull, pull)
}
