//! Chapter 8: the policy gradient on lists of moods, beside the curve on which it must end.

use fine_tuning::lists::{Learner, Lists, MOST, Worth, optimum};
use fine_tuning::theory::{critical_beta, unlimited};
use hollow_wood::{MEAN, NICE};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

/// The βs of theory's lines.
const BETAS: std::ops::RangeInclusive<u32> = 10..=100; // in fiftieths

#[derive(Deserialize)]
pub(crate) struct Settings {
    /// The random numbers of a new policy, which is the supervised one; without them the last one goes on.
    start: Option<u64>,
    steps: usize,
    beta: f64,
    rate: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    steps: usize,
    now: Numbers,
    /// The best policy for this β.
    best: Numbers,
    critical_beta: f64,
    /// β and the best policy for it, of lists that end after five moods.
    capped: Vec<(f64, Numbers)>,
    /// β, E[R] and gold of the best policy when lists may be of any length.
    endless: Vec<(f64, f64, f64)>,
    /// What the policy says now.
    says: Vec<String>,
}

#[derive(Serialize)]
struct Numbers {
    reward: f64,
    gold: f64,
    kl: f64,
}

impl From<Worth> for Numbers {
    fn from(Worth { reward, gold, kl }: Worth) -> Numbers {
        Numbers { reward, gold, kl }
    }
}

/// The policy in training, once there is one.
pub(crate) type State = Option<Rewarded>;

/// A policy in training.
pub(crate) struct Rewarded {
    learner: Learner,
    steps: usize,
}

pub(crate) fn answer(rewarded: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { start, steps, beta, rate } = *settings;
    if !(0.05..=10.0).contains(&beta) {
        return Err("β is a number from 0.05 to 10".into());
    }
    if let Some(seed) = start {
        *rewarded = Some(Rewarded { learner: Learner::new(seed), steps: 0 });
    }
    let rewarded = rewarded.as_mut().ok_or("no policy has been started")?;
    (0..steps).for_each(|_| rewarded.learner.step(beta, rate));
    rewarded.steps += steps;

    let betas = || BETAS.map(|fiftieths| f64::from(fiftieths) / 50.0);
    let mut rng = StdRng::seed_from_u64(5);
    Ok(Answer {
        steps: rewarded.steps,
        now: rewarded.learner.policy.worth().into(),
        best: optimum(beta).worth().into(),
        critical_beta: critical_beta(),
        capped: betas().map(|beta| (beta, optimum(beta).worth().into())).collect(),
        endless: betas()
            .filter_map(|beta| unlimited(beta).map(|best| (beta, best.reward, best.gold)))
            .collect(),
        says: (0..5).map(|_| say(&rewarded.learner.policy, "red fox", &mut rng)).collect(),
    })
}

/// What the policy says of an animal: a list, each nice or mean mood one of six.
pub(crate) fn say(policy: &Lists, who: &str, rng: &mut impl Rng) -> String {
    let mut moods = Vec::new();
    for n in 0..MOST {
        let words = if rng.random_bool(policy.p(0, n)) { NICE } else { MEAN };
        moods.push(words[rng.random_range(0..words.len())]);
        if !rng.random_bool(policy.p(1, n)) {
            break;
        }
    }
    format!("the {who} is {}.", moods.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_gradient_ends_at_the_best_policy() {
        let mut rewarded = None;
        let settings = |start, steps, rate| Settings { start, steps, beta: 1.0, rate };
        answer(&mut rewarded, &settings(Some(1), 300, 0.05)).unwrap();
        let end = answer(&mut rewarded, &settings(None, 600, 0.005)).unwrap();
        assert!((end.now.reward - end.best.reward).abs() < 0.1, "{} {}", end.now.reward, end.best.reward);
        assert!((end.now.gold - end.best.gold).abs() < 0.05, "{} {}", end.now.gold, end.best.gold);
    }
}
