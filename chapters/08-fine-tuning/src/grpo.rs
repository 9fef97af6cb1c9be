//! GRPO: each answer is marked on the curve of its own group.

use crate::ppo;

/// A spread that is smaller is rounding, and is not divided by.
const LEAST_SPREAD: f64 = 1e-6;

/// How far each value is above the mean of its group, in standard deviations of the group.
///
/// ```text
/// A_i = (R_i − mean)/std        std = √mean of (R_j − mean)², over all K of the group
/// ```
///
/// Shao et al. 2024, section 4.1. The mean has the answer's own value in it, so it is
/// (K − 1)/K of what [`leave_one_out`](crate::leave_one_out) says, divided by the spread.
/// Values that are equal but for rounding have advantages next to 0.
///
/// # Shapes
/// `values`: N, groups of K = `group_size` one after the other; returns N.
///
/// # Panics
/// If `group_size` is 0, or N is not a multiple of it.
///
/// ```
/// use fine_tuning::group_advantages;
/// assert_eq!(group_advantages(&[1.0, 3.0, 100.0, 300.0], 2), [-1.0, 1.0, -1.0, 1.0]);
/// ```
// ANCHOR: group_advantages
pub fn group_advantages(values: &[f64], group_size: usize) -> Vec<f64> {
    let n = values.len();
    assert!(group_size > 0 && n % group_size == 0, "{n} values in groups of {group_size}");
    let of_group = |group: &[f64]| -> Vec<f64> {
        let mean = |numbers: &mut dyn Iterator<Item = f64>| {
            numbers.sum::<f64>() / group_size as f64
        };
        let middle = mean(&mut group.iter().copied());
        let std = mean(&mut group.iter().map(|value| (value - middle).powi(2))).sqrt();
        group.iter().map(|value| (value - middle) / std.max(LEAST_SPREAD)).collect()
    };
    values.chunks(group_size).flat_map(of_group).collect()
}
// ANCHOR_END: group_advantages

/// GRPO's loss of N answers, and its gradient with respect to their log π: [`ppo`] with
/// [`group_advantages`].
///
/// ```text
/// A = (R − mean of the group)/std of the group
/// L = −mean min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A)        ρ = π/π_old
/// ```
///
/// Shao et al. 2024, equation 3, with an answer for an action. Two things are elsewhere
/// than in the paper. The price of distance is in the values, as in this chapter's J; the
/// paper adds `e^d − d − 1`, `d = log π_ref/π`, to the loss, an estimate of the same
/// divergence whose gradient is that of the other one, KL(π_ref ‖ π). And the paper takes
/// the mean over an answer's tokens, which favours long bad answers (Liu et al. 2025).
///
/// # Shapes
/// `log_ratios`: `log π/π_old` of the N answers; `values`: N; returns L and N numbers.
///
/// # Panics
/// As [`ppo`] and [`group_advantages`].
// ANCHOR: grpo
pub fn grpo(
    log_ratios: &[f64],
    values: &[f64],
    group_size: usize,
    epsilon: f64,
) -> (f64, Vec<f64>) {
    ppo(log_ratios, &group_advantages(values, group_size), epsilon)
}
// ANCHOR_END: grpo
