//! Where reinforcement learning must end: the best policy there is, worked out exactly.
//!
//! Of all policies, the one with the largest `E[R] − β·KL(π ‖ π_SFT)` is
//!
//! ```text
//! π*(x) = π_SFT(x)·e^{R(x)/β} / Z        Z = Σ_x π_SFT(x)·e^{R(x)/β}
//! ```
//!
//! For answers to "who", with [`MoodReward`](crate::MoodReward), the sums over all x have
//! closed forms. β = ∞ is the supervised model itself.

mod capped;
mod seen;

pub use capped::{capped, capped_on_average};
pub use seen::weights_at_the_optimum;

use hollow_wood::{AND, NICE};

/// What the best policy for a β does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimum {
    /// `E[n]`: the moods of an answer.
    pub words: f64,
    /// `E[R]`: the reward.
    pub reward: f64,
    /// KL(π* ‖ π_SFT), in nats.
    pub kl: f64,
    /// The probability that an answer is good by [`GoldReward`](crate::GoldReward).
    pub gold: f64,
}

/// The β below which endless lists of nice words are optimal, so that there is no best
/// policy.
///
/// ```text
/// β_c = 1/arccosh(1/p)        where q(β) = p·cosh(1/β) reaches 1
/// ```
///
/// ```
/// assert!((fine_tuning::theory::critical_beta() - 0.387).abs() < 5e-4);
/// ```
pub fn critical_beta() -> f64 {
    1.0 / (1.0 / AND).acosh()
}

/// The β at which gold is largest when answers may be of any length, to three digits: below
/// it the reward goes on rising while what was meant is lost.
///
/// ```
/// use fine_tuning::theory::{best_beta_for_gold, critical_beta};
/// assert!((best_beta_for_gold() - 0.80).abs() < 5e-3);
/// assert!(best_beta_for_gold() > 2.0 * critical_beta());
/// ```
// ANCHOR: best_beta_for_gold
pub fn best_beta_for_gold() -> f64 {
    let betas = (400..2000).map(|i| f64::from(i) / 1000.0);
    let gold = |beta: &f64| unlimited(*beta).map_or(0.0, |optimum| optimum.gold);
    betas.max_by(|a, b| gold(a).total_cmp(&gold(b))).expect("some β")
}
// ANCHOR_END: best_beta_for_gold

/// The best policy when answers may be of any length; none from [`critical_beta`] down.
///
/// ```text
/// m = cosh(1/β)    q = p·m    s = σ(2/β)
/// E[n] = 1/(1−q)
/// E[R] = tanh(1/β)/(1−q)
/// KL = E[R]/β − ln((1−p)·m/(1−q))
/// gold = (1−q)·s + (1−q)·q·s²·5/6
/// ```
///
/// A mood multiplies the weight of a list by m, on average over nice and mean, and "and" by
/// p: a longer list is likelier by q = p·m for each mood more. s is the share of nice
/// moods. Of two nice moods 5/6 differ.
///
/// # Panics
/// If β is not positive.
///
/// ```
/// use fine_tuning::theory::unlimited;
/// let supervised = unlimited(f64::INFINITY).unwrap();
/// assert_eq!((supervised.reward, supervised.kl), (0.0, 0.0));
/// assert!((unlimited(1.0).unwrap().reward - 0.991).abs() < 1e-3);
/// assert_eq!(unlimited(0.35), None);
/// ```
// ANCHOR: unlimited
pub fn unlimited(beta: f64) -> Option<Optimum> {
    assert!(beta > 0.0, "β is {beta}, but must be positive");
    let m = (1.0 / beta).cosh();
    let q = AND * m;
    if q >= 1.0 {
        return None;
    }
    let words = 1.0 / (1.0 - q);
    let reward = (1.0 / beta).tanh() * words;
    let kl = reward / beta - ((1.0 - AND) * m * words).ln();
    let nice = 1.0 / (1.0 + (-2.0 / beta).exp()); // s
    let twice = 1.0 / NICE.len() as f64;
    let gold = (1.0 - q) * nice + (1.0 - q) * q * nice * nice * (1.0 - twice);
    Some(Optimum { words, reward, kl, gold })
}
// ANCHOR_END: unlimited
