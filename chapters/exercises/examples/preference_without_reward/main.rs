//! # Preferences without a reward
//!
//! The best policy for a reward R is π(x) = π_SFT(x)·e^{R(x)/β}/Z. Read backwards, every
//! policy is the best one for *some* reward: R(x) = β·log(π(x)/π_SFT(x)), but for a
//! constant. Rafailov and others (2023) put that into the loss of a learnt reward, and the
//! reward model is gone: **DPO** learns from comparisons directly.
//!
//!     z = β·((chosen − chosen_sft) − (rejected − rejected_sft))
//!     L = −mean of log σ(z)
//!     σ(z) = 1/(1 + e^−z)
//!
//! For N comparisons you are given log π of the answer that was chosen and of the one that
//! was rejected, under the policy in training and under the supervised model. Return the
//! loss and its two gradients, with respect to `chosen` and to `rejected` (the supervised
//! model does not learn). All must be finite for any z.
//!
//! Do without `fine_tuning`: the chapter has this function.
//!
//! Check it: `cargo exercises check preference_without_reward`.
//! Stuck: `cargo exercises hint preference_without_reward`.

use ndarray::{Array1, array};

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
    let _ = (chosen_sft, rejected_sft, beta);
    (0.0, Array1::zeros(chosen.len()), Array1::zeros(rejected.len()))
}

/// A place to try things: `cargo run -p exercises --example preference_without_reward`.
fn main() {
    let (sft, trained) = (array![-3.0], array![-2.0]);
    let (loss, dchosen, drejected) = dpo(&trained, &sft, &sft, &sft, 1.0);
    println!(
        "chosen is e times as likely as it was: loss {loss:.3}, {dchosen:.3}, {drejected:.3}"
    );
}
