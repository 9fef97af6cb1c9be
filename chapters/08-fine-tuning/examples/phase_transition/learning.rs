//! The policy for lists learns by REINFORCE.

use fine_tuning::leave_one_out;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{AdamW, Schedule};

use super::lists::{Lists, MOST};

/// A policy in training.
pub(crate) struct Learner {
    pub(crate) policy: Lists,
    supervised: Lists,
    optimizer: AdamW<Array2<f64>>,
    rng: StdRng,
}

impl Learner {
    pub(crate) fn new(seed: u64) -> Learner {
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
    pub(crate) fn step(&mut self, beta: f64, lr: f64) {
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

/// What 300 steps make of the supervised policy.
pub(crate) fn learn(beta: f64, seed: u64) -> Lists {
    let schedule = Schedule { peak: 0.1, last: 1e-3, warm_up: 0, steps: 300 };
    let mut learner = Learner::new(seed);
    (0..300).for_each(|step| learner.step(beta, schedule.lr(step)));
    learner.policy
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
