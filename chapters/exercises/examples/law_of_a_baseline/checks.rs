//! The student's law, tried on the chapter's advantage and on four other rules.

use exercises::{Verdict, checks, normal, tells_apart};
use fine_tuning::leave_one_out;
use ndarray::Array1;
use rand::rngs::StdRng;

use super::student::{Rule, law};

checks![
    it_sees_a_missing_baseline,
    it_sees_a_baseline_that_knows_its_own_answer,
    it_sees_a_division_by_the_deviation,
    it_sees_the_best_of_the_others,
];

fn it_sees_a_missing_baseline(rng: &mut StdRng) -> Verdict {
    tried("a rule without any baseline", |rewards| rewards.to_vec(), rng)
}

fn it_sees_a_baseline_that_knows_its_own_answer(rng: &mut StdRng) -> Verdict {
    let of_all: Rule =
        |rewards| rewards.iter().map(|reward| reward - mean(rewards)).collect();
    tried("a rule whose baseline is the mean of all rewards", of_all, rng)
}

fn it_sees_a_division_by_the_deviation(rng: &mut StdRng) -> Verdict {
    let on_a_curve: Rule = |rewards| {
        let square = |reward: &f64| (reward - mean(rewards)).powi(2);
        let std = (rewards.iter().map(square).sum::<f64>() / rewards.len() as f64).sqrt();
        rewards.iter().map(|reward| (reward - mean(rewards)) / std).collect()
    };
    tried("a rule that divides by the standard deviation", on_a_curve, rng)
}

fn it_sees_the_best_of_the_others(rng: &mut StdRng) -> Verdict {
    let best: Rule = |rewards| {
        let others =
            |i: usize| (0..rewards.len()).filter(move |&j| j != i).map(|j| rewards[j]);
        (0..rewards.len())
            .map(|i| rewards[i] - others(i).fold(f64::NEG_INFINITY, f64::max))
            .collect()
    };
    tried("a rule whose baseline is the best of the others", best, rng)
}

fn tried(mistake: &str, wrong: Rule, rng: &mut StdRng) -> Verdict {
    let right: Rule = |rewards| leave_one_out(rewards, rewards.len());
    let mut cases = vec![vec![1.0, 0.0], vec![1.0, 0.0, 5.0]];
    cases.extend((2..=6).map(|k| {
        let rewards: Array1<f64> = normal(k, rng);
        (rewards * 3.0).to_vec()
    }));
    let rounded: Rule = |rewards| {
        leave_one_out(rewards, rewards.len()).iter().map(|a| a * (1.0 + 1e-12)).collect()
    };
    tells_apart(
        mistake,
        |rule: &Rule, rewards: &Vec<f64>| law(*rule, rewards),
        &[right, rounded],
        &wrong,
        &cases,
        rng,
    )
}

fn mean(rewards: &[f64]) -> f64 {
    rewards.iter().sum::<f64>() / rewards.len() as f64
}
