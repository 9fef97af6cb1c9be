//! Chapter 8: the same questions to a policy that was shown examples, and to the best policy for a price β.

use fine_tuning::lists::{Lists, Worth, optimum};
use rand::{SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

/// Whom the questions are about.
const ASKED: [&str; 3] = ["red fox", "old owl", "tiny mole"];

#[derive(Deserialize)]
pub(crate) struct Settings {
    beta: f64,
    /// The seed of the answers.
    draw: u64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    shown: Chat,
    rewarded: Chat,
}

/// What a policy answers, and what it is worth on average.
#[derive(Serialize)]
struct Chat {
    questions: Vec<String>,
    answers: Vec<String>,
    reward: f64,
    gold: f64,
    kl: f64,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    if !(0.05..=10.0).contains(&settings.beta) {
        return Err("β is a number from 0.05 to 10".into());
    }
    let chat = |policy: Lists| Chat::new(&policy, settings.draw);
    Ok(Answer { shown: chat(Lists::new(|| 0.0)), rewarded: chat(optimum(settings.beta)) })
}

impl Chat {
    fn new(policy: &Lists, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let Worth { reward, gold, kl } = policy.worth();
        Self {
            questions: ASKED.map(|who| format!("who is the {who}?")).to_vec(),
            answers: ASKED.map(|who| crate::fine_tuning::say(policy, who, &mut rng)).to_vec(),
            reward,
            gold,
            kl,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_price_buys_more_reward_and_in_the_end_less_gold() {
        let at = |beta| answer(&mut (), &Settings { beta, draw: 1 }).unwrap().rewarded;
        let (dear, best, cheap) = (at(2.0), at(0.8), at(0.2));
        assert!(dear.reward < best.reward && best.reward < cheap.reward);
        assert!(dear.gold < best.gold && best.gold > cheap.gold);
        assert!(cheap.gold < 0.3 && cheap.answers.iter().all(|said| said.matches(" and ").count() >= 2));
    }
}
