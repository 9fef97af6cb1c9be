//! The policy gradient: chapter 7's loss, with advantages for weights.

use foundations::Float;
use training_loss::Batch;

use crate::Pair;
use crate::pairs::lay_out;

/// How much better each value is than the mean of the others in its group.
///
/// ```text
/// A_i = R_i − 1/(K − 1) · Σ_{j ≠ i} R_j
/// ```
///
/// The mean of the *others* does not depend on answer i, so subtracting it leaves the
/// expected gradient as it is; the noise gets less. Williams 1992 (baselines); Kool, van
/// Hoof & Welling 2019 (leave one out).
///
/// # Shapes
/// `values`: N, groups of K = `group_size` one after the other; returns N.
///
/// # Panics
/// If `group_size` is less than 2: there are no others; or N is not a multiple of it.
///
/// ```
/// use fine_tuning::leave_one_out;
/// assert_eq!(leave_one_out(&[1.0, 3.0, 5.0, 7.0], 2), [-2.0, 2.0, -2.0, 2.0]);
/// ```
// ANCHOR: leave_one_out
pub fn leave_one_out(values: &[f64], group_size: usize) -> Vec<f64> {
    assert!(
        group_size >= 2,
        "groups of {group_size}: an answer is compared with the others to the same question"
    );
    let n = values.len();
    assert_eq!(n % group_size, 0, "{n} values in groups of {group_size}");
    let of_group = |group: &[f64]| -> Vec<f64> {
        let sum: f64 = group.iter().sum();
        group.iter().map(|value| value - (sum - value) / (group_size - 1) as f64).collect()
    };
    values.chunks(group_size).flat_map(of_group).collect()
}
// ANCHOR_END: leave_one_out

/// The batch whose loss has minus the policy gradient for its gradient.
///
/// ```text
/// L = −1/N · Σ_i A_i · log π(x_i)        ∂L/∂θ = −1/N · Σ_i A_i · ∇ log π(x_i)
/// ```
///
/// A weight is A_i/N on every token of answer i and 0 on its question. It is not divided by
/// Σ|w|: this is the estimate of ∇J itself, and goes to 0 as the advantages do. Williams
/// 1992.
///
/// # Panics
/// If there are no pairs, a prompt is empty, or there is not an advantage for each pair.
///
/// ```
/// use fine_tuning::{Pair, policy_gradient};
/// use ndarray::array;
/// let pair = |answer: &[usize]| Pair { prompt: vec![5, 6], answer: answer.to_vec() };
/// let pairs = [pair(&[7, 8]), pair(&[8])];
/// let batch = policy_gradient::<f32>(&pairs, &[3.0, -3.0]);
/// assert_eq!(batch.targets, array![[6, 7, 8], [6, 8, 0]]);
/// assert_eq!(batch.weights, array![[0.0, 1.5, 1.5], [0.0, -1.5, 0.0]]);
/// ```
// ANCHOR: policy_gradient
pub fn policy_gradient<F: Float>(pairs: &[Pair], advantages: &[f64]) -> Batch<F> {
    assert_eq!(pairs.len(), advantages.len(), "an advantage for each answer");
    let n = pairs.len() as f64;
    let dlog_p: Vec<f64> = advantages.iter().map(|advantage| -advantage / n).collect();
    weighted_answers(pairs, &dlog_p)
}
// ANCHOR_END: policy_gradient

/// The batch that carries a gradient from the answers' log π to every parameter: whatever
/// the loss, what a parameter feels of it is this.
///
/// ```text
/// ∂L/∂θ = Σ_i ∂L/∂log π(x_i) · ∇ log π(x_i)
/// ```
///
/// Its weights are minus `∂L/∂log π(x_i)` on every token of answer i, and 0 on its
/// question.
///
/// # Panics
/// If there are no pairs, a prompt is empty, or there is not a number for each pair.
///
/// ```
/// use fine_tuning::{Pair, weighted_answers};
/// use ndarray::array;
/// let pair = Pair { prompt: vec![5, 6], answer: vec![7, 8] };
/// let batch = weighted_answers::<f32>(&[pair], &[-0.5]); // the likelier, the better
/// assert_eq!(batch.weights, array![[0.0, 0.5, 0.5]]);
/// ```
// ANCHOR: weighted_answers
pub fn weighted_answers<F: Float>(pairs: &[Pair], dlog_p: &[f64]) -> Batch<F> {
    assert_eq!(pairs.len(), dlog_p.len(), "a number for each answer");
    let weight: Vec<F> = dlog_p.iter().map(|&dlog_p| F::of(-dlog_p)).collect();
    let (inputs, targets, weights) = lay_out(pairs, &weight);
    Batch { inputs, targets, weights }
}
// ANCHOR_END: weighted_answers
