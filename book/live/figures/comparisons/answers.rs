//! Chapter 8: a reward is learnt from comparisons, and a policy learns from the reward.

use fine_tuning::lists::{Learner, Lists, Taste};
use fine_tuning::{BradleyTerry, Comparison, GoldReward, MoodReward, Reward};
use hollow_wood::{Asks, MEAN, NICE, Question};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::fine_tuning::{Numbers, say};

const FOX: Question = Question { asks: Asks::Who, adjective: 0, animal: 0 };
const MOST_COMPARISONS: usize = 1000;
/// The share of cases in which the judge who goes by gold chooses wrongly.
const WRONG: f64 = 0.1;
const RATE: f64 = 0.05;
/// The βs of the lines: powers of 10.
const POWERS: std::ops::RangeInclusive<i32> = -20..=20; // in twentieths

#[derive(Deserialize)]
pub(crate) struct Settings {
    asked: Asked,
    /// Whether the policy begins anew; it does if other comparisons are asked for.
    anew: bool,
    beta: f64,
    steps: usize,
}

/// What decides a reward.
#[derive(Clone, Deserialize, PartialEq)]
pub(crate) struct Asked {
    /// Whether the judge goes by gold; else the nicer answer is chosen.
    gold: bool,
    comparisons: usize,
    draw: u64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    steps: usize,
    /// Each word, and what the reward that was learnt pays for it.
    words: Vec<(&'static str, f64)>,
    /// The supervised policy, the policy now, and the best one for this β, by the learnt reward.
    supervised: Numbers,
    now: Numbers,
    best: Numbers,
    /// β, and the best policy for it.
    line: Vec<(f64, Numbers)>,
    says: Vec<String>,
}

/// The reward, and the policy in training, once there are any.
pub(crate) type State = Option<Followed>;

/// A reward, and a policy that follows it.
pub(crate) struct Followed {
    asked: Asked,
    reward: BradleyTerry,
    learner: Learner,
    steps: usize,
}

pub(crate) fn answer(followed: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { asked, anew, beta, steps } = settings;
    if !(0.1..=10.0).contains(beta) {
        return Err("β is a number from 0.1 to 10".into());
    }
    if !(1..=MOST_COMPARISONS).contains(&asked.comparisons) {
        return Err(format!("there are 1 to {MOST_COMPARISONS} comparisons"));
    }
    let same = followed.take().filter(|followed| !anew && followed.asked == *asked);
    let followed = followed.insert(same.unwrap_or_else(|| Followed::new(asked)));
    (0..*steps).for_each(|_| followed.learner.step(*beta, RATE));
    followed.steps += steps;

    let taste = followed.learner.taste;
    let worth = |policy: &Lists| Numbers::from(policy.worth_to(&taste));
    let betas = POWERS.map(|twentieths| 10_f64.powf(f64::from(twentieths) / 20.0));
    let mut rng = StdRng::seed_from_u64(5);
    Ok(Answer {
        steps: followed.steps,
        words: NICE.into_iter().chain(["and"]).chain(MEAN).map(|w| (w, followed.reward.of("", w))).collect(),
        supervised: worth(&Lists::new(|| 0.0)),
        now: worth(&followed.learner.policy),
        best: worth(&taste.optimum(*beta)),
        line: betas.map(|beta| (beta, worth(&taste.optimum(beta)))).collect(),
        says: (0..5).map(|_| say(&followed.learner.policy, "red fox", &mut rng)).collect(),
    })
}

impl Followed {
    /// A reward that is learnt from comparisons of the supervised policy's answers, and that policy.
    fn new(asked: &Asked) -> Followed {
        let mut rng = StdRng::seed_from_u64(asked.draw);
        let comparisons: Vec<_> = (0..asked.comparisons).map(|_| asked.compare(&mut rng)).collect();
        let reward = BradleyTerry::learn(&comparisons, 0.01, 200);
        let mean = |words: [&str; 6]| words.map(|word| reward.of("", word)).iter().sum::<f64>() / 6.0;
        let taste = Taste { nice: mean(NICE), mean: mean(MEAN), and: reward.of("", "and") };
        let mut learner = Learner::new(asked.draw);
        learner.taste = taste;
        Followed { asked: asked.clone(), reward, learner, steps: 0 }
    }
}

impl Asked {
    /// Two answers, and the judge's choice.
    fn compare(&self, rng: &mut StdRng) -> Comparison {
        let [one, other] = [(); 2].map(|()| FOX.answer(rng));
        if self.gold {
            return Comparison::ask(&GoldReward, &FOX.prompt(), [one, other], WRONG, rng);
        }
        let first = Comparison::prefers_first(&MoodReward, &FOX.prompt(), [&one, &other], rng);
        let (better, worse) = if first { (one, other) } else { (other, one) };
        Comparison { better, worse }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(gold: bool, comparisons: usize, draw: u64, beta: f64, steps: usize) -> Answer {
        let asked = Asked { gold, comparisons, draw };
        answer(&mut None, &Settings { asked, anew: true, beta, steps }).unwrap()
    }

    #[test]
    fn no_number_of_comparisons_says_what_the_judge_does_not_mean() {
        for comparisons in [300, 1000] {
            for draw in 1..=20 {
                let gold = |means_gold, beta| ask(means_gold, comparisons, draw, beta, 0).best.gold;
                assert!(gold(false, 0.1) < 0.05 && gold(false, 1.0) > 0.6, "{comparisons} {draw}");
                assert!(gold(true, 0.316) > gold(true, 1.0) && gold(true, 1.0) > 0.6, "{comparisons} {draw}");
            }
        }
    }

    #[test]
    fn the_policy_ends_at_the_best_one_for_the_reward_that_was_learnt() {
        for means_gold in [true, false] {
            let Answer { now, best, supervised, .. } = ask(means_gold, 300, 1, 0.3, 600);
            assert!((now.reward - best.reward).abs() < 0.15, "{} {}", now.reward, best.reward);
            assert!((now.gold - best.gold).abs() < 0.1, "{} {}", now.gold, best.gold);
            assert!(now.reward > supervised.reward + 0.3, "{} {}", now.reward, supervised.reward);
        }
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        let refused = |comparisons, beta| {
            let asked = Asked { gold: true, comparisons, draw: 1 };
            answer(&mut None, &Settings { asked, anew: true, beta, steps: 0 }).err().unwrap()
        };
        assert_eq!(refused(0, 1.0), "there are 1 to 1000 comparisons");
        assert_eq!(refused(10, 0.01), "β is a number from 0.1 to 10");
    }
}
