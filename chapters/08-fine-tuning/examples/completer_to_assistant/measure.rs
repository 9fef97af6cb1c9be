//! What a model answers, and how good that is.

use decoder::{Gpt, Sampling};
use fine_tuning::theory::{Optimum, capped_on_average, weights_at_the_optimum};
use fine_tuning::{
    Answer, GoldReward, MoodReward, Pair, Reward, log_probabilities_of_answers,
    sample_answers,
};
use hollow_wood::{Asks, CAP, Question};
use rand::{SeedableRng, rngs::StdRng};

use crate::stages::{stopping, tokens, vocabulary};

/// `each` answers to each of the questions.
pub(crate) fn ask(
    model: &Gpt<f32>,
    questions: &[Question],
    each: usize,
) -> Vec<(Question, Answer, String)> {
    let questions: Vec<Question> =
        questions.iter().flat_map(|&question| vec![question; each]).collect();
    let prompts: Vec<Vec<usize>> =
        questions.iter().map(|question| tokens(&question.prompt())).collect();
    let answers = sample_answers(
        model,
        &prompts,
        stopping(),
        &Sampling::PLAIN,
        &mut StdRng::seed_from_u64(6),
    );
    let text = |answer: &Answer| vocabulary().decode(&answer.tokens);
    questions
        .into_iter()
        .zip(answers)
        .map(|(question, answer)| (question, answer.clone(), text(&answer)))
        .collect()
}

/// The share of valid answers to the held-out questions of a kind.
pub(crate) fn valid(model: &Gpt<f32>, asks: Asks, each: usize) -> f64 {
    let answers = ask(model, &Question::split(asks).1, each);
    answers.iter().filter(|(question, _, text)| question.is_answered_by(text)).count()
        as f64
        / answers.len() as f64
}

/// What a policy does: each number is a mean over its answers, and its standard error.
pub(crate) struct Measured {
    pub(crate) reward: (f64, f64),
    pub(crate) gold: (f64, f64),
    pub(crate) kl: (f64, f64),
    /// Valid answers to "where", which no reward speaks of.
    pub(crate) untouched: f64,
    /// Of each answer, its reward and log π/π_SFT.
    answers: Vec<(f64, f64)>,
}

impl Measured {
    // ANCHOR: best_reward
    /// The reward of the best policy for a β, the network itself being π_SFT, with its
    /// standard error.
    pub(crate) fn best_reward(&self, beta: f64) -> (f64, f64) {
        let value = |(reward, log_ratio): &(f64, f64)| reward - beta * log_ratio;
        let values: Vec<f64> = self.answers.iter().map(value).collect();
        let weights = weights_at_the_optimum(&values, beta);
        let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            weights.iter().zip(&self.answers).map(|(w, answer)| f(*w, answer.0)).sum()
        };
        let mean = sum(&|w, reward| w * reward);
        (mean, sum(&|w, reward| (w * (reward - mean)).powi(2)).sqrt())
    }
    // ANCHOR_END: best_reward
}

/// `each` answers about each of the 48 animals.
pub(crate) fn measure(model: &Gpt<f32>, supervised: &Gpt<f32>, each: usize) -> Measured {
    let answers =
        ask(model, &Question::all(Asks::Who), if figures::quick() { 1 } else { each });
    let pairs: Vec<Pair> = answers
        .iter()
        .map(|(question, answer, _)| Pair {
            prompt: tokens(&question.prompt()),
            answer: answer.tokens.clone(),
        })
        .collect();
    let log_sft = log_probabilities_of_answers(supervised, &pairs);
    let of = |reward: &dyn Reward| -> Vec<f64> {
        answers
            .iter()
            .map(|(question, _, text)| reward.of(&question.prompt(), text))
            .collect()
    };
    let rewards = of(&MoodReward);
    let log_ratios: Vec<f64> = answers
        .iter()
        .zip(log_sft)
        .map(|((_, answer, _), sft)| answer.log_p - sft)
        .collect();
    Measured {
        reward: mean(&rewards),
        gold: mean(&of(&GoldReward)),
        kl: mean(&log_ratios),
        untouched: valid(model, Asks::Where, 10),
        answers: rewards.into_iter().zip(log_ratios).collect(),
    }
}

/// The mean and its standard error.
fn mean(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The best policy for a β, by theory, on average over the 48 animals.
pub(crate) fn theory(beta: f64) -> Optimum {
    capped_on_average(beta, CAP)
}
