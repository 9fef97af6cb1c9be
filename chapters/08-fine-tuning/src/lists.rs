//! A policy for lists of at most five moods with one number for each decision, so that all
//! about it is known exactly.

use hollow_wood::AND;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::AdamW;

use crate::leave_one_out;

/// The longest list, in moods.
pub const MOST: usize = 5;

/// Logits: row 0 of "this mood is nice", row 1 of "and another one".
pub struct Lists(pub Array2<f64>); // (2, MOST)

/// What a policy is worth, exactly.
pub struct Worth {
    /// `E[R]`.
    pub reward: f64,
    /// The share of good answers.
    pub gold: f64,
    /// KL(π ‖ π_SFT), in nats.
    pub kl: f64,
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

impl Lists {
    /// The supervised model's logits, each moved by `nudge`.
    pub fn new(mut nudge: impl FnMut() -> f64) -> Lists {
        Lists(Array2::from_shape_fn((2, MOST), |(kind, _)| {
            [0.0, logit(AND)][kind] + nudge()
        }))
    }

    /// The probability of a decision, at the n-th mood.
    pub fn p(&self, kind: usize, n: usize) -> f64 {
        if kind == 1 && n + 1 == MOST { 0.0 } else { sigmoid(self.0[[kind, n]]) }
    }

    /// `E[R]`, the share of good answers, and the KL to the supervised model: decision by
    /// decision.
    pub fn worth(&self) -> Worth {
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
pub fn optimum(beta: f64) -> Lists {
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

/// A policy in training, by REINFORCE.
pub struct Learner {
    /// The policy as it is now.
    pub policy: Lists,
    supervised: Lists,
    optimizer: AdamW<Array2<f64>>,
    rng: StdRng,
}

impl Learner {
    /// The supervised policy, with random numbers of its own.
    pub fn new(seed: u64) -> Learner {
        let policy = Lists::new(|| 0.0);
        let optimizer = AdamW { decay: 0.0, ..AdamW::new(&policy.0) };
        Learner {
            policy,
            supervised: Lists::new(|| 0.0),
            optimizer,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// REINFORCE with the penalty: one step, on 64 lists.
    pub fn step(&mut self, beta: f64, lr: f64) {
        let lists: Vec<_> =
            (0..64).map(|_| draw(&self.policy, &self.supervised, &mut self.rng)).collect();
        let values: Vec<f64> =
            lists.iter().map(|(reward, log_ratio, _)| reward - beta * log_ratio).collect();
        let mut gradient = Array2::zeros((2, MOST));
        for ((_, _, score), advantage) in lists.iter().zip(leave_one_out(&values, 64)) {
            gradient.scaled_add(-advantage / 64.0, score);
        }
        self.optimizer.step(&mut self.policy.0, &gradient, lr);
    }
}

/// One list: its reward, log π/π_SFT, and ∇ log π.
fn draw(policy: &Lists, supervised: &Lists, rng: &mut StdRng) -> (f64, f64, Array2<f64>) {
    let (mut reward, mut log_ratio, mut score) = (0.0, 0.0, Array2::zeros((2, MOST)));
    let mut decide = |kind: usize, n: usize, log_ratio: &mut f64| {
        let (p, q) = (policy.p(kind, n), supervised.p(kind, n));
        let yes = rng.random_bool(p);
        *log_ratio += if yes { (p / q).ln() } else { ((1.0 - p) / (1.0 - q)).ln() };
        score[[kind, n]] = f64::from(u8::from(yes)) - p; // ∇ log σ
        yes
    };
    for n in 0..MOST {
        reward += if decide(0, n, &mut log_ratio) { 1.0 } else { -1.0 };
        if !decide(1, n, &mut log_ratio) {
            break;
        }
    }
    (reward, log_ratio, score)
}
