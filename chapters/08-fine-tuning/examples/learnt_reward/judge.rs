//! One who is asked which of two answers about the red owl is better: means gold, and errs
//! at times.

use fine_tuning::{BradleyTerry, Comparison, GoldReward, Reward};
use hollow_wood::{Asks, Question};
use rand::{SeedableRng, rngs::StdRng};

const NOISE: f64 = 0.1; // the share of wrong labels
const OWL: Question = Question { asks: Asks::Who, adjective: 0, animal: 1 };

pub(crate) fn gold(answer: &str) -> f64 {
    GoldReward.of(&OWL.prompt(), answer)
}

/// What the supervised model would say.
pub(crate) fn answer(rng: &mut StdRng) -> String {
    OWL.answer(rng)
}

fn ask(count: usize, noise: f64, rng: &mut StdRng) -> Vec<Comparison> {
    let mut ask = || {
        let answers = [answer(rng), answer(rng)];
        Comparison::ask(&GoldReward, &OWL.prompt(), answers, noise, rng)
    };
    (0..count).map(|_| ask()).collect()
}

/// A reward learnt from so many comparisons.
pub(crate) fn learn(count: usize, rng: &mut StdRng) -> BradleyTerry {
    BradleyTerry::learn(&ask(count, NOISE, rng), 0.01, 200)
}

/// Of new pairs of a good and a bad answer, the share in which the good one is found to be
/// better.
pub(crate) fn accuracy(reward: &BradleyTerry) -> f64 {
    let new = ask(2000, 0.0, &mut StdRng::seed_from_u64(9));
    let clear = new.into_iter().filter(|pair| gold(&pair.better) > gold(&pair.worse));
    let right: Vec<bool> =
        clear.map(|x| reward.of("", &x.better) > reward.of("", &x.worse)).collect();
    right.iter().filter(|&&right| right).count() as f64 / right.len() as f64
}

/// The best of n answers, many times: its learnt reward and the share that is gold.
pub(crate) fn best_of(n: usize, reward: &BradleyTerry, rng: &mut StdRng) -> (f64, f64) {
    const TIMES: usize = 200;
    let scored = |answer: String| (reward.of("", &answer), answer);
    let mut best = || {
        (0..n)
            .map(|_| scored(answer(rng)))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .expect("n answers")
    };
    let all: Vec<(f64, String)> = (0..TIMES).map(|_| best()).collect();
    let mean = |sum: f64| sum / TIMES as f64;
    (
        mean(all.iter().map(|best| best.0).sum()),
        mean(all.iter().map(|best| gold(&best.1)).sum()),
    )
}
