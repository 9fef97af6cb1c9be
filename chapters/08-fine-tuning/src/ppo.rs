//! PPO: several steps on the same answers, and no gain beyond a band.

/// What is maximised for one answer: the ratio of its new to its old probability, times its
/// advantage, without the gain beyond 1 ± ε; and the slope of that over the ratio.
///
/// ```text
/// min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A)
/// slope: 0 if A > 0 and ρ > 1 + ε, or A < 0 and ρ < 1 − ε; else A
/// ```
///
/// Schulman et al. 2017, equation 7.
///
/// ```
/// use fine_tuning::clipped;
/// assert_eq!(clipped(1.5, 2.0, 0.25), (2.5, 0.0)); // likely enough: no more gain
/// assert_eq!(clipped(0.5, 2.0, 0.25), (1.0, 2.0)); // gone astray: the way back pays
/// ```
// ANCHOR: clipped
pub fn clipped(ratio: f64, advantage: f64, epsilon: f64) -> (f64, f64) {
    let near = ratio.clamp(1.0 - epsilon, 1.0 + epsilon);
    if ratio * advantage <= near * advantage {
        (ratio * advantage, advantage)
    } else {
        (near * advantage, 0.0)
    }
}
// ANCHOR_END: clipped

/// PPO's loss of N answers, and its gradient with respect to their log π.
///
/// ```text
/// ρ = π/π_old                   L = −mean min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A)
/// ∂L/∂log π = −slope·ρ/N        since ∂ρ/∂log π = ρ; slope as in `clipped`
/// ```
///
/// Schulman et al. 2017. An answer counts as one action here. Programs that train large
/// models take each token for one, with the advantage of its answer: the same function, of
/// more numbers.
///
/// # Shapes
/// `log_ratios`: `log π/π_old` of the N answers; `advantages`: N; returns L and N numbers.
///
/// # Panics
/// If there is not an advantage for each ratio.
///
/// ```
/// use fine_tuning::ppo;
/// // Before the first step all ratios are 1: the gradient is REINFORCE's.
/// assert_eq!(ppo(&[0.0, 0.0], &[3.0, -3.0], 0.2), (0.0, vec![-1.5, 1.5]));
/// ```
// ANCHOR: ppo
pub fn ppo(log_ratios: &[f64], advantages: &[f64], epsilon: f64) -> (f64, Vec<f64>) {
    assert_eq!(log_ratios.len(), advantages.len(), "an advantage for each answer");
    let n = log_ratios.len() as f64;
    let (mut loss, mut dlog_p) = (0.0, Vec::new());
    for (log_ratio, &advantage) in log_ratios.iter().zip(advantages) {
        let ratio = log_ratio.exp(); // ρ
        let (worth, slope) = clipped(ratio, advantage, epsilon);
        loss -= worth / n;
        dlog_p.push(-slope * ratio / n);
    }
    (loss, dlog_p)
}
// ANCHOR_END: ppo
