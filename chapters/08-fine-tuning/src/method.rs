//! Three ways from answers and what they are worth to a step of the policy.

use crate::{grpo, leave_one_out, ppo};

/// How the answers of a round become steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One step along the policy gradient, with the mean of the others for a baseline.
    Reinforce,
    /// Several steps on the same answers, clipped; advantages as in REINFORCE.
    Ppo,
    /// Several steps on the same answers, clipped; advantages in spreads of the group.
    Grpo,
}

impl Method {
    /// All, each with its name.
    pub const NAMED: [(&'static str, Method); 3] =
        [("reinforce", Method::Reinforce), ("ppo", Method::Ppo), ("grpo", Method::Grpo)];

    /// Steps on the same answers: one where nothing holds the second back.
    pub const fn updates(self) -> usize {
        match self {
            Method::Reinforce => 1,
            Method::Ppo | Method::Grpo => 4,
        }
    }

    /// The loss of N answers and its gradient with respect to their log π, for values that
    /// have the price of distance in them.
    ///
    /// ```text
    /// REINFORCE:   L = −mean A·log π/π_old        ∂L/∂log π = −A/N
    /// ```
    ///
    /// # Shapes
    /// `log_ratios`: `log π/π_old` of the N answers; `values`: N, in groups of
    /// `group_size`; returns L and N numbers.
    ///
    /// # Panics
    /// As [`leave_one_out`], [`ppo`] and [`grpo`].
    // ANCHOR: loss
    pub fn loss(
        self,
        log_ratios: &[f64],
        values: &[f64],
        group_size: usize,
    ) -> (f64, Vec<f64>) {
        const EPSILON: f64 = 0.2; // as in PPO's paper
        match self {
            Method::Reinforce => {
                let advantages = leave_one_out(values, group_size);
                let n = values.len() as f64;
                let worth: f64 =
                    advantages.iter().zip(log_ratios).map(|(a, x)| a * x).sum();
                (-worth / n, advantages.into_iter().map(|a| -a / n).collect())
            }
            Method::Ppo => ppo(log_ratios, &leave_one_out(values, group_size), EPSILON),
            Method::Grpo => grpo(log_ratios, values, group_size, EPSILON),
        }
    }
    // ANCHOR_END: loss
}
