//! A policy for lists of at most five moods with one number for each decision, so that all
//! about it is known exactly.

use hollow_wood::AND;
use ndarray::Array2;

pub(crate) const MOST: usize = 5; // moods

/// Logits: row 0 of "this mood is nice", row 1 of "and another one".
pub(crate) struct Lists(pub(crate) Array2<f64>); // (2, MOST)

pub(crate) struct Worth {
    pub(crate) reward: f64,
    pub(crate) gold: f64,
    pub(crate) kl: f64,
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

impl Lists {
    /// The supervised model's logits, each moved by `nudge`.
    pub(crate) fn new(mut nudge: impl FnMut() -> f64) -> Lists {
        Lists(Array2::from_shape_fn((2, MOST), |(kind, _)| {
            [0.0, logit(AND)][kind] + nudge()
        }))
    }

    /// The probability of a decision, at the n-th mood.
    pub(crate) fn p(&self, kind: usize, n: usize) -> f64 {
        if kind == 1 && n + 1 == MOST { 0.0 } else { sigmoid(self.0[[kind, n]]) }
    }

    /// E[R], the share of good answers, and the KL to the supervised model: decision by
    /// decision.
    pub(crate) fn worth(&self) -> Worth {
        let mut reach = 1.0; // the probability that the list gets to its n-th mood
        let mut worth = Worth { reward: 0.0, gold: 0.0, kl: 0.0 };
        let part = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
        for n in 0..MOST {
            let (nice, and) = (self.p(0, n), self.p(1, n));
            worth.reward += reach * (2.0 * nice - 1.0);
            worth.kl += reach * (part(nice, 0.5) + part(1.0 - nice, 0.5));
            if n + 1 < MOST {
                worth.kl += reach * (part(and, AND) + part(1.0 - and, 1.0 - AND));
            }
            worth.gold += match n {
                0 => nice * (1.0 - and),
                1 => reach * self.p(0, 0) * nice * (1.0 - and) * 5.0 / 6.0,
                _ => 0.0,
            };
            reach *= and;
        }
        worth
    }
}

/// The best policy, from the last mood back: z is what a list is worth from its n-th mood
/// on, Σ π·e^{R/β}.
pub(crate) fn optimum(beta: f64) -> Lists {
    let mut best = Lists::new(|| 0.0);
    let mut z = 0.0;
    for n in (0..MOST).rev() {
        let go_on = if n + 1 < MOST { AND * z } else { 0.0 };
        let stop = if n + 1 < MOST { 1.0 - AND } else { 1.0 };
        best.0[[0, n]] = 2.0 / beta;
        best.0[[1, n]] = if n + 1 < MOST { (go_on / stop).ln() } else { 0.0 };
        z = (1.0 / beta).cosh() * (stop + go_on);
    }
    best
}
