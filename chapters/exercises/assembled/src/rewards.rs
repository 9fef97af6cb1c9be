//! The last stage of training: the model's own answers, a reward for each, and the policy
//! gradient.

use std::fmt::Write;

use decoder::{Gpt, Vocabulary};
use exercises::caught;
use fine_tuning::{MoodReward, Pair, Reward};
use fine_tuning::{leave_one_out, log_probabilities_of_answers, policy_gradient};
use hollow_wood::{Asks, CAP, Question, STOP};
use ndarray::Array1;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use training_loss::{Batch, Schedule};

use crate::forward::written;
use crate::learner::{Sequence, sequence};
use crate::stages::{BATCH, books_text, taught};
use crate::training::Training;
use crate::{Hands, Kept, Learner, Parts, Shown, forward};

/// What a nat of distance from the model that has learnt to answer costs.
const BETA: f64 = 0.5;
/// How many questions are asked before and after.
const QUESTIONS: usize = 12;

/// A step: one question, and a seed for each answer to it.
struct Round {
    prompt: String,
    seeds: [u64; BATCH],
}

/// Answers are drawn here, in letters.
struct Letters<'a> {
    alphabet: &'a [char],
    vocabulary: Vocabulary,
    stop: usize,
}

/// The model that has learnt to answer is rewarded for nice words, beside the book's
/// trainer. Both begin with what the student's own trainer has made of it.
pub(crate) fn rewards(
    yours: &Parts,
    model: &Gpt<f64>,
    alphabet: &[char],
    steps: usize,
) -> Shown {
    let Some(Learner { model: start, .. }) = taught(yours, model, alphabet, steps).yours
    else {
        let text = "It has not learnt to answer: see above.\n".to_owned();
        return Shown { text, partings: Vec::new() };
    };
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    let stop = alphabet.iter().position(|&c| c == STOP).expect("a letter of Hollow Wood");
    let letters = Letters { alphabet, vocabulary, stop };
    let (learnt, asked) = Question::split(Asks::Who);
    let rng = &mut StdRng::seed_from_u64(4);
    let steps = (steps / 5).max(2);
    let rounds: Vec<Round> = (0..steps)
        .map(|_| {
            let prompt = learnt.choose(rng).expect("some questions").prompt();
            Round { prompt, seeds: [(); BATCH].map(|()| rng.random()) }
        })
        .collect();
    let schedule = Schedule { peak: 0.001, last: 0.0002, warm_up: 0, steps };
    let training = Training {
        yours,
        start: Learner::new(start.clone(), schedule),
        steps,
        batch: &|hands, policy, step| letters.batch(hands, policy, &start, &rounds[step]),
        books: &|policy, step| letters.books_batch(policy, &start, &rounds[step]),
    };
    let mut course = training.run();
    if let Some(learner) = &course.yours {
        let asked = &asked[..QUESTIONS.min(asked.len())];
        let niceness = |model: &Gpt<f64>| {
            caught(|| letters.niceness(&Hands::new(yours), model, asked))
                .unwrap_or(f64::NAN)
        };
        let _ = writeln!(
            course.shown.text,
            "Nice words less mean ones in an answer: {:.2} before, {:.2} now; with the \
             book's trainer {:.2}.",
            niceness(&start),
            niceness(&learner.model),
            letters.books_niceness(&course.books.model, asked)
        );
        let said = caught(|| {
            let hands = Hands::new(yours);
            let prompt = asked[0].prompt();
            prompt.clone() + &letters.answer(&hands, &learner.model, &prompt, 1).1
        });
        let said = said.unwrap_or_else(|said| format!("it panicked at {said}"));
        let _ = writeln!(course.shown.text, "What it answers now:\n{said}");
    }
    course.shown
}

impl Letters<'_> {
    /// An answer of a student's decoder, in tokens and as a text.
    fn answer(
        &self,
        hands: &Hands,
        model: &Gpt<f64>,
        prompt: &str,
        seed: u64,
    ) -> (Pair, String) {
        hands.at("the question");
        let prompt = hands.encoded(prompt, self.alphabet);
        let rng = &mut StdRng::seed_from_u64(seed);
        let tokens = written(hands, model, &prompt, Some(self.stop), CAP, rng);
        let answer = tokens[prompt.len()..].to_vec();
        hands.at("the answer");
        let text = hands.decoded(&answer, self.alphabet);
        (Pair { prompt, answer }, text)
    }

    /// The policy's answers, each token of one by its advantage.
    fn batch(
        &self,
        hands: &Hands,
        policy: &Gpt<f64>,
        reference: &Gpt<f64>,
        Round { prompt, seeds }: &Round,
    ) -> Vec<Sequence> {
        let answers = seeds.map(|seed| self.answer(hands, policy, prompt, seed));
        let reward = answers.each_ref().map(|(_, text)| MoodReward.of(prompt, text));
        let likely =
            |model| answers.each_ref().map(|(pair, _)| log_probability(hands, model, pair));
        let (log_p, log_sft) = (likely(policy), likely(reference));
        hands.at("what the answers are worth");
        let advantages = hands.advantages(&reward, &log_p, &log_sft, BETA);
        hands.at("the batch");
        let weighted = |((pair, _), advantage): (&(Pair, String), f64)| {
            sequence(hands, pair, advantage / BATCH as f64)
        };
        answers.iter().zip(advantages).map(weighted).collect()
    }

    /// The same with the book's own.
    fn books_batch(
        &self,
        policy: &Gpt<f64>,
        reference: &Gpt<f64>,
        Round { prompt, seeds }: &Round,
    ) -> Batch<f64> {
        let pairs = seeds.map(|seed| self.books_answer(policy, prompt, seed));
        let likely = |model| log_probabilities_of_answers(model, &pairs);
        let drift = likely(policy).into_iter().zip(likely(reference));
        let value = |(pair, (log_p, log_sft)): (&Pair, (f64, f64))| {
            let text = self.vocabulary.decode(&pair.answer);
            MoodReward.of(prompt, &text) - BETA * (log_p - log_sft)
        };
        let values: Vec<f64> = pairs.iter().zip(drift).map(value).collect();
        policy_gradient(&pairs, &leave_one_out(&values, BATCH))
    }

    fn books_answer(&self, model: &Gpt<f64>, prompt: &str, seed: u64) -> Pair {
        let prompt = self.vocabulary.encode(prompt).expect("letters of Hollow Wood");
        let tokens = books_text(model, &prompt, Some(self.stop), CAP, seed);
        let answer = tokens[prompt.len()..].to_vec();
        Pair { prompt, answer }
    }

    /// The mean reward of an answer to each question.
    fn niceness(&self, hands: &Hands, model: &Gpt<f64>, asked: &[Question]) -> f64 {
        let answer = |(seed, question): (u64, &Question)| {
            self.answer(hands, model, &question.prompt(), seed).1
        };
        mean_reward((0..).zip(asked).map(answer))
    }

    fn books_niceness(&self, model: &Gpt<f64>, asked: &[Question]) -> f64 {
        let answer = |(seed, question): (u64, &Question)| {
            let Pair { answer, .. } = self.books_answer(model, &question.prompt(), seed);
            self.vocabulary.decode(&answer)
        };
        mean_reward((0..).zip(asked).map(answer))
    }
}

fn mean_reward(answers: impl Iterator<Item = String>) -> f64 {
    let rewards: Array1<f64> = answers.map(|text| MoodReward.of("", &text)).collect();
    rewards.mean().unwrap_or(f64::NAN)
}

/// log π(answer | question): minus the surprise at each of its tokens, summed.
fn log_probability(hands: &Hands, model: &Gpt<f64>, pair: &Pair) -> f64 {
    hands.at("how likely the answers are");
    let Sequence { inputs, targets, weights } = sequence(hands, pair, 1.0);
    let (logits, _) = forward(hands, model, &inputs, &mut Kept::nothing(model));
    hands.at("how likely the answers are");
    -hands.cross_entropy(&logits, &targets, &weights)
}
