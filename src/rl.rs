//! `glassgpt rl`: reinforcement learning, from a reward for the model's own answers.

mod settings;

use std::path::Path;

use anyhow::{Result, bail};
use decoder::LanguageModel;
use fine_tuning::theory::{Optimum, capped_on_average, weights_at_the_optimum};
use fine_tuning::{GoldReward, Reinforce, Reward};
use hollow_wood::{Asks, CAP, Question};
use model_files::{Model, Shape, Stage};
use rand::{rngs::StdRng, seq::IndexedRandom};
use training_loss::{Diverged, Schedule};

use crate::pasted;
use crate::runs::{Base, Choice, Learner, Purpose, Report, Row, Task, check_memory, generator};
use crate::wood::Wood;
pub(crate) use settings::{Reward as RewardName, Settings, beta};

/// Answers to each question, when the run is over and the model is measured.
const AT_THE_END: usize = 20;

/// What is seen of an optimum must be as good as so many answers of its own.
const ENOUGH: f64 = 100.0;

/// For whose model has not learnt Hollow Wood.
pub(crate) const ADVICE: &str = "give --model one pretrained without --text, and supervised without --pairs";

/// The questions that a model is asked, and what its answers are worth.
pub(crate) struct Reinforcement {
    wood: Wood,
    questions: Vec<Question>,
    reinforce: Reinforce<Model>,
}

impl Task for Reinforcement {
    const COMMAND: &'static str = "rl";
    const STAGE: Stage = Stage::Aligned;
    const COLUMNS: &'static [&'static str] = &["reward", "gold", "kl"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Learner<Reinforcement>> {
        let base = Base::load(settings.model.as_deref())?;
        check_supervised(&base)?;
        let wood = Wood::new(&base, ADVICE)?;
        let Settings { steps, batch, group_size, lr, epsilon, beta, method, .. } = settings;
        check_memory(&Shape::of(&base.model), batch, base.model.config().context, "--batch")?;
        let schedule = Schedule { peak: lr, last: lr / 30.0, warm_up: 0, steps: steps * method.updates() };
        let mut trainer = models::trainer(base.model.clone(), schedule);
        trainer.optimizer.decay = 0.0; // β is what holds the weights
        trainer.optimizer.epsilon = epsilon;
        let reinforce = Reinforce {
            reference: base.model,
            vocabulary: base.vocabulary.clone(),
            stopping: wood.stopping,
            beta,
            group_size,
            method,
        };
        let (questions, _) = Question::split(Asks::Who);
        let task = Reinforcement { wood, questions, reinforce };
        Ok(Learner { settings, trainer, tokenizer: base.vocabulary.into(), origins: vec![base.origin], task })
    }

    fn updates(settings: &Settings) -> usize {
        settings.method.updates()
    }

    fn step(learner: &mut Learner<Reinforcement>) -> Result<Report, Diverged> {
        let step = learner.steps_made();
        let Learner { settings, trainer, tokenizer, task, .. } = learner;
        let Settings { batch, group_size, seed, reward, .. } = *settings;
        let mut rng = generator(seed, Purpose::Answers(step));
        let mut draw = || task.questions.choose(&mut rng).expect("some questions");
        let questions: Vec<&Question> = (0..batch / group_size).map(|_| draw()).collect();
        let prompts: Vec<Vec<usize>> = questions.iter().map(|question| task.wood.prompt(question)).collect();
        let round = models::reinforce_step(&task.reinforce, trainer, &prompts, reward.function(), &mut rng)?;
        let gold = round.answers.iter().enumerate().map(|(i, answer)| {
            GoldReward.of(&questions[i / group_size].prompt(), &tokenizer.decode(&answer.tokens))
        });
        let numbers = vec![mean(round.rewards), mean(gold), mean(round.log_ratios)];
        let tokens = round.answers.iter().map(|answer| answer.tokens.len()).sum();
        Ok(Report { step: round.step, numbers, tokens })
    }

    fn announce(Learner { settings, origins, task, .. }: &Learner<Reinforcement>) -> String {
        let Settings { beta, reward, batch, group_size, method, .. } = settings;
        format!(
            "{} questions about Hollow Wood. The model: {}; the reward: {}; the method: {}; β = {beta}. A step looks \
             at {batch} answers, {group_size} to a question.",
            task.questions.len(),
            origins[0].name,
            reward.name(),
            method.name()
        )
    }

    fn status(row: &Row, _measured: &[Option<f64>]) -> String {
        let number = |i: usize| row.numbers[i].unwrap_or(f64::NAN);
        format!("reward {:.2}, gold {:.2}, KL {:.2}", number(0), number(1), number(2))
    }

    fn conclude(Learner { settings, trainer, task, .. }: &Learner<Reinforcement>, dir: &Path) -> String {
        let Settings { seed, reward, beta, .. } = *settings;
        let mut rng = generator(seed, Purpose::Measurement);
        let both = [&trainer.model, &task.reinforce.reference];
        let said = beside_the_optimum(&task.wood, both, reward, beta, &mut rng);
        said + &format!("Talk to it: {}", pasted::command("chat --model", dir))
    }
}

/// What a model that was rewarded does now, and what the best does: the first of the models, which began as the second.
pub(crate) fn beside_the_optimum(
    wood: &Wood,
    [model, reference]: [&Model; 2],
    reward: settings::Reward,
    beta: f64,
    rng: &mut StdRng,
) -> String {
    let replies = wood.ask(model, &Question::all(Asks::Who), AT_THE_END, rng);
    let of = |reward: &dyn Reward| -> Vec<f64> {
        replies.iter().map(|reply| reward.of(&reply.question.prompt(), &reply.text)).collect()
    };
    let pairs: Vec<_> = replies.iter().map(|reply| reply.pair.clone()).collect();
    let log_sft = models::log_probabilities_of_answers(reference, &pairs);
    let kl = replies.iter().zip(log_sft).map(|(reply, log_sft)| reply.log_p - log_sft).collect();
    let answers = Answers { rewards: of(reward.function()), gold: of(&GoldReward), kl };

    let n = replies.len();
    let now = answers.told(&vec![1.0 / n as f64; n]);
    let mut said = format!("On {n} new answers: {now} (± one standard error).\n");
    if let Some(best) = answers.at_the_optimum(beta) {
        said +=
            &format!("The best for β = {beta} from its own supervised model, by the same answers: {best}.\n");
    }
    if reward == settings::Reward::Moods && beta > 0.0 {
        let Optimum { reward, gold, kl, .. } = capped_on_average(beta, CAP);
        said += &format!(
            "The best from a perfect supervised model: reward {reward:.2}, gold {gold:.2}, KL {kl:.2}.\n"
        );
    }
    let elsewhere = wood.valid(model, &Question::all(Asks::Where), AT_THE_END / 4, rng);
    said + &format!("Valid answers to \"where\", which it was not asked: {:.0} %.\n", 100.0 * elsewhere)
}

/// What is known of each of some answers; the mean of the last is the KL.
#[derive(Clone)]
struct Answers {
    rewards: Vec<f64>,
    gold: Vec<f64>,
    kl: Vec<f64>, // log π/π_SFT
}

impl Answers {
    fn told(&self, weights: &[f64]) -> String {
        let [reward, gold, kl] = [&self.rewards, &self.gold, &self.kl].map(|of| measured(weights, of));
        format!("reward {reward}, gold {gold}, KL {kl}")
    }

    /// The same of the best policy; none where there is none, or it is too far away to be seen from here.
    fn at_the_optimum(&self, beta: f64) -> Option<String> {
        let value = |(reward, ratio): (&f64, &f64)| reward - beta * ratio;
        let values: Vec<f64> = self.rewards.iter().zip(&self.kl).map(value).collect();
        let weights = (beta > 0.0).then(|| weights_at_the_optimum(&values, beta))?;
        let as_good_as = 1.0 / weights.iter().map(|w| w * w).sum::<f64>();
        // log π*/π_SFT = R/β − log Z, and π*/π = N·w
        let (most, w) = values.iter().zip(&weights).max_by(|a, b| a.1.total_cmp(b.1))?;
        let log_z = most / beta - (w * values.len() as f64).ln();
        let kl = self.rewards.iter().map(|reward| reward / beta - log_z).collect();
        (as_good_as >= ENOUGH).then(|| Answers { kl, ..self.clone() }.told(&weights))
    }
}

/// A mean by weights that sum to 1 and its standard error, such as 0.67 ± 0.02.
fn measured(weights: &[f64], numbers: &[f64]) -> String {
    let sum =
        |f: &dyn Fn(f64, f64) -> f64| -> f64 { weights.iter().zip(numbers).map(|(w, x)| f(*w, *x)).sum() };
    let mean = sum(&|w, x| w * x);
    let squares = sum(&|w, x| (w * (x - mean)).powi(2));
    let n = weights.len() as f64;
    format!("{mean:.2} ± {:.2}", (squares * n / (n - 1.0)).sqrt())
}

/// # Errors
/// If the model has not learnt to answer: a reward could not show it how.
pub(crate) fn check_supervised(base: &Base) -> Result<()> {
    if base.stage < Some(Stage::Supervised) {
        let name = &base.origin.name;
        bail!(
            "the model in {name} was not supervised first, and no reward could teach it to answer: run this with an \
             --out, and give --model that: {}",
            pasted::command("sft --model", Path::new(name))
        );
    }
    Ok(())
}

pub(crate) fn mean(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.into_iter().fold((0.0, 0), |(sum, count), number| (sum + number, count + 1));
    sum / f64::from(count)
}

#[cfg(test)]
mod tests {
    use super::{Answers, measured};

    #[test]
    fn a_mean_has_the_error_of_a_mean() {
        // Their variance is 1/3, and a fourth of it is that of the mean.
        assert_eq!(measured(&[0.25; 4], &[0.0, 1.0, 0.0, 1.0]), "0.50 ± 0.29");
        // A half of all weight lies on one number.
        assert_eq!(measured(&[0.5, 0.25, 0.25, 0.0], &[0.0, 1.0, 1.0, 9.0]), "0.50 ± 0.35");
    }

    /// Two answers, as often given as by the supervised model; for β = 1 the best gives the second three times as often
    /// as the first: KL = ¼·ln ½ + ¾·ln 3/2.
    #[test]
    fn the_best_is_told_from_the_answers_of_another() {
        let answers = |n: usize| {
            let worth = |first: f64, second: f64| [vec![first; n], vec![second; n]].concat();
            Answers { rewards: worth(0.0, 3_f64.ln()), gold: worth(1.0, 0.0), kl: worth(0.0, 0.0) }
        };
        let said = answers(400).at_the_optimum(1.0).expect("near enough");
        for told in ["reward 0.82 ±", "gold 0.25 ±", "KL 0.13 ±"] {
            assert!(said.contains(told), "{said}");
        }
        assert_eq!(answers(400).at_the_optimum(0.0), None, "there is none");
        assert_eq!(answers(40).at_the_optimum(1.0), None, "too few");
    }
}
