//! A policy for lists of at most five moods with one number for each decision, so that all
//! about it is known exactly.

use hollow_wood::AND;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::AdamW;

use crate::{Method, dpo};

/// The longest list, in moods.
pub const MOST: usize = 5;

/// Lists that a step looks at.
pub const BATCH: usize = 64;

/// Logits: row 0 of "this mood is nice", row 1 of "and another one".
pub struct Lists(pub Array2<f64>); // (2, MOST)

/// What a reward pays for a word of each kind; that of a list is the sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taste {
    /// For a nice mood.
    pub nice: f64,
    /// For a mean one.
    pub mean: f64,
    /// For "and".
    pub and: f64,
}

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
        self.worth_to(&Taste::MOODS)
    }

    /// The same with another reward than this chapter's.
    pub fn worth_to(&self, taste: &Taste) -> Worth {
        let mut reach = 1.0; // the probability that the list gets to its n-th mood
        let mut worth = Worth { reward: 0.0, gold: 0.0, kl: 0.0 };
        let part = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
        for n in 0..MOST {
            let (nice, and) = (self.p(0, n), self.p(1, n));
            let moods = nice * taste.nice + (1.0 - nice) * taste.mean;
            worth.reward += reach * (moods + and * taste.and);
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

/// The best policy for this chapter's reward.
pub fn optimum(beta: f64) -> Lists {
    Taste::MOODS.optimum(beta)
}

impl Taste {
    /// [`MoodReward`](crate::MoodReward): nice words less mean ones.
    pub const MOODS: Taste = Taste { nice: 1.0, mean: -1.0, and: 0.0 };

    /// R of a list.
    fn of(&self, list: &[bool]) -> f64 {
        let moods: f64 =
            list.iter().map(|&nice| if nice { self.nice } else { self.mean }).sum();
        moods + self.and * (list.len() - 1) as f64
    }

    /// The best policy, from the last mood back: z is what a list is worth from its n-th
    /// mood on, Σ π·e^{R/β}.
    pub fn optimum(&self, beta: f64) -> Lists {
        let mut best = Lists::new(|| 0.0);
        let weight = |reward: f64| (reward / beta).exp();
        let mut z = 0.0;
        for n in (0..MOST).rev() {
            let go_on = if n + 1 < MOST { AND * weight(self.and) * z } else { 0.0 };
            let stop = if n + 1 < MOST { 1.0 - AND } else { 1.0 };
            best.0[[0, n]] = (self.nice - self.mean) / beta;
            best.0[[1, n]] = if n + 1 < MOST { (go_on / stop).ln() } else { 0.0 };
            z = (weight(self.nice) + weight(self.mean)) / 2.0 * (stop + go_on);
        }
        best
    }
}

impl Lists {
    /// A list: of each of its moods, whether it is nice.
    fn draw(&self, rng: &mut StdRng) -> Vec<bool> {
        let mut list = Vec::new();
        loop {
            let n = list.len();
            list.push(rng.random_bool(self.p(0, n)));
            if !rng.random_bool(self.p(1, n)) {
                return list;
            }
        }
    }

    /// log π of a list, and its gradient with respect to the logits.
    fn log_p(&self, list: &[bool]) -> (f64, Array2<f64>) {
        let (mut log_p, mut score) = (0.0, Array2::zeros((2, MOST)));
        for (n, &nice) in list.iter().enumerate() {
            for (kind, yes) in [(0, nice), (1, n + 1 < list.len())] {
                let p = self.p(kind, n);
                log_p += if yes { p.ln() } else { (1.0 - p).ln() };
                score[[kind, n]] = f64::from(u8::from(yes)) - p; // ∇ log σ
            }
        }
        (log_p, score)
    }
}

/// A policy in training.
pub struct Learner {
    /// The policy as it is now.
    pub policy: Lists,
    /// The reward that it learns from.
    pub taste: Taste,
    supervised: Lists,
    optimizer: AdamW<Array2<f64>>,
    rng: StdRng,
}

impl Learner {
    /// The supervised policy, with random numbers of its own, and this chapter's reward.
    pub fn new(seed: u64) -> Learner {
        let policy = Lists::new(|| 0.0);
        let optimizer = AdamW { decay: 0.0, ..AdamW::new(&policy.0) };
        Learner {
            policy,
            taste: Taste::MOODS,
            supervised: Lists::new(|| 0.0),
            optimizer,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// REINFORCE with the penalty: one step, on 64 lists.
    pub fn step(&mut self, beta: f64, lr: f64) {
        self.round(Method::Reinforce, beta, lr);
    }

    /// The method's steps on 64 lists of the policy as it is now.
    pub fn round(&mut self, method: Method, beta: f64, lr: f64) {
        let draw = |_| self.policy.draw(&mut self.rng);
        let lists: Vec<Vec<bool>> = (0..BATCH).map(draw).collect();
        let log_p = |policy: &Lists| -> Vec<f64> {
            lists.iter().map(|list| policy.log_p(list).0).collect()
        };
        let (old, sft) = (log_p(&self.policy), log_p(&self.supervised));
        let values: Vec<f64> = (lists.iter().zip(&old).zip(&sft))
            .map(|((list, old), sft)| self.taste.of(list) - beta * (old - sft))
            .collect();
        for _ in 0..method.updates() {
            let now = log_p(&self.policy);
            let log_ratios: Vec<f64> =
                now.iter().zip(&old).map(|(p, old)| p - old).collect();
            let (_, dlog_p) = method.loss(&log_ratios, &values, BATCH);
            self.descend(&lists, &dlog_p, lr);
        }
    }

    /// One step of DPO, on 32 comparisons of two lists of the supervised policy each, by
    /// one who chooses as Bradley and Terry say: `P(a) = σ(R(a) − R(b))`.
    pub fn compare(&mut self, beta: f64, lr: f64) {
        let mut lists = Vec::new();
        for _ in 0..BATCH / 2 {
            let [a, b] = [(); 2].map(|()| self.supervised.draw(&mut self.rng));
            let first =
                self.rng.random_bool(sigmoid(self.taste.of(&a) - self.taste.of(&b)));
            lists.extend(if first { [a, b] } else { [b, a] }); // the better one first
        }
        let log_ratio =
            |list: &Vec<bool>| self.policy.log_p(list).0 - self.supervised.log_p(list).0;
        let log_ratios: Vec<f64> = lists.iter().map(log_ratio).collect();
        let (_, dlog_p) = dpo(log_ratios.as_chunks().0, beta);
        self.descend(&lists, dlog_p.as_flattened(), lr);
    }

    /// One step down a loss that has the gradient `dlog_p` with respect to log π of lists.
    fn descend(&mut self, lists: &[Vec<bool>], dlog_p: &[f64], lr: f64) {
        let mut gradient = Array2::zeros((2, MOST));
        for (list, &dlog_p) in lists.iter().zip(dlog_p) {
            gradient.scaled_add(dlog_p, &self.policy.log_p(list).1);
        }
        self.optimizer.step(&mut self.policy.0, &gradient, lr);
    }
}
