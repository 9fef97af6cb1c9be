//! Chapter 8: four methods on lists of moods, beside the curve on which each must end.

use fine_tuning::Method;
use fine_tuning::lists::{BATCH, Learner, Lists, MOST, Worth, optimum};
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
    /// One of [`Method::NAMED`], or `dpo`.
    method: String,
    beta: f64,
    rate: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    steps: usize,
    /// How many answers it has learnt from.
    answers: usize,
    /// How much of J = E[R] − β·KL the best policy has more.
    missing: f64,
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
pub(crate) struct Numbers {
    pub(crate) reward: f64,
    pub(crate) gold: f64,
    pub(crate) kl: f64,
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
    let Settings { start, steps, ref method, beta, rate } = *settings;
    if !(0.05..=10.0).contains(&beta) {
        return Err("β is a number from 0.05 to 10".into());
    }
    if let Some(seed) = start {
        *rewarded = Some(Rewarded { learner: Learner::new(seed), steps: 0 });
    }
    let rewarded = rewarded.as_mut().ok_or("no policy has been started")?;
    let named = Method::NAMED.into_iter().find(|(name, _)| name == method);
    match (named, method.as_str()) {
        (Some((_, method)), _) => (0..steps).for_each(|_| rewarded.learner.round(method, beta, rate)),
        (None, "dpo") => (0..steps).for_each(|_| rewarded.learner.compare(beta, rate)),
        (None, _) => return Err(format!("there is no method {method}")),
    }
    rewarded.steps += steps;
    let (now, best) = (rewarded.learner.policy.worth(), optimum(beta).worth());
    let objective = |worth: &Worth| worth.reward - beta * worth.kl; // J

    let betas = || BETAS.map(|fiftieths| f64::from(fiftieths) / 50.0);
    let mut rng = StdRng::seed_from_u64(5);
    Ok(Answer {
        steps: rewarded.steps,
        answers: BATCH * rewarded.steps,
        missing: objective(&best) - objective(&now),
        now: now.into(),
        best: best.into(),
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
    fn every_method_ends_at_the_best_policy() {
        for method in ["reinforce", "ppo", "grpo", "dpo"] {
            let mut rewarded = None;
            let settings =
                |start, steps, rate| Settings { start, steps, method: method.into(), beta: 1.0, rate };
            answer(&mut rewarded, &settings(Some(1), 300, 0.05)).unwrap();
            let end = answer(&mut rewarded, &settings(None, 600, 0.005)).unwrap();
            assert!((-1e-9..0.01).contains(&end.missing), "{method}: {} of J is missing", end.missing);
            assert!(
                (end.now.gold - end.best.gold).abs() < 0.05,
                "{method}: {} {}",
                end.now.gold,
                end.best.gold
            );
        }
    }

    #[test]
    fn a_method_that_does_not_exist_is_named() {
        let settings = Settings { start: Some(1), steps: 1, method: "luck".into(), beta: 1.0, rate: 0.05 };
        assert_eq!(answer(&mut None, &settings).err().as_deref(), Some("there is no method luck"));
    }
}
