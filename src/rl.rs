//! `glassgpt rl`: reinforcement learning, from a reward for the model's own answers.

mod settings;

use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;
use decoder::Vocabulary;
use fine_tuning::{GoldReward, Reinforce, Reward, log_probabilities_of_answers, theory};
use hollow_wood::{Asks, CAP, Question};
use model_files::Stage;
use rand::seq::IndexedRandom;
use training_loss::{Diverged, Schedule, Trainer};

use crate::training::{self, Base, Folder, Made, Origin, Purpose, Row, Task, check_memory, generator};
use crate::wood::Wood;
use settings::Given;
pub(crate) use settings::{Settings, beta};

/// Answers to each question, when the run is over and the model is measured.
const AT_THE_END: usize = 20;

const HELP: &str = "\
The model is asked \"who is …?\" about the animals of Hollow Wood. A policy gradient makes those of its answers likelier
that are worth more than its other answers to the same question; β holds it near the model that it began as.";

/// What to reward, and where to keep the model.
#[derive(Args)]
#[command(allow_negative_numbers = true, after_help = HELP)]
pub(crate) struct Options {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    pub(crate) given: Given,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    training::run::<Reinforcement>(&options.folder, &options.given)
}

/// A supervised model and the questions that it is asked.
pub(crate) struct Reinforcement {
    settings: Settings,
    model: Origin,
    wood: Wood,
    questions: Vec<Question>,
    reinforce: Reinforce<f32>,
}

impl Task for Reinforcement {
    const COMMAND: &'static str = "rl";
    const STAGE: Stage = Stage::Aligned;
    const COLUMNS: &'static [&'static str] = &["reward", "gold", "kl"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Reinforcement> {
        let base = Base::load(&settings.model)?;
        check_supervised(&base)?;
        let wood =
            Wood::new(&base, "give --model one pretrained without --text, and supervised without --pairs")?;
        let Settings { steps, batch, each, lr, beta, .. } = settings;
        check_memory(&base.model.config, batch, base.model.config.context, "--batch")?;
        let schedule = Schedule { peak: lr, last: lr / 4.0, warm_up: 0, steps };
        let mut trainer = Trainer::new(base.model.clone(), schedule);
        trainer.optimizer.decay = 0.0; // β is what holds the weights
        let reinforce = Reinforce {
            trainer,
            reference: base.model,
            vocabulary: base.vocabulary,
            stopping: wood.stopping,
            beta,
            group_size: each,
        };
        let (questions, _) = Question::split(Asks::Who);
        Ok(Reinforcement { settings, model: base.origin, wood, questions, reinforce })
    }

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn origins(&self) -> Vec<Origin> {
        vec![self.model.clone()]
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.reinforce.vocabulary
    }

    fn trainer(&self) -> &Trainer<f32> {
        &self.reinforce.trainer
    }

    fn trainer_mut(&mut self) -> &mut Trainer<f32> {
        &mut self.reinforce.trainer
    }

    fn step(&mut self) -> Result<Made, Diverged> {
        let Settings { batch, each, seed, reward, .. } = self.settings;
        let mut rng = generator(seed, Purpose::Answers(self.trainer().optimizer.steps as usize));
        let mut draw = || self.questions.choose(&mut rng).expect("some questions");
        let questions: Vec<&Question> = (0..batch / each).map(|_| draw()).collect();
        let prompts: Vec<Vec<usize>> = questions.iter().map(|question| self.wood.prompt(question)).collect();
        let round = self.reinforce.step(&prompts, reward.function(), &mut rng)?;
        let gold = round.answers.iter().enumerate().map(|(i, answer)| {
            GoldReward.of(&questions[i / each].prompt(), &self.reinforce.vocabulary.decode(&answer.tokens))
        });
        let numbers = vec![mean(round.rewards), mean(gold), mean(round.log_ratios)];
        let tokens = round.answers.iter().map(|answer| answer.tokens.len()).sum();
        Ok(Made { step: round.step, numbers, tokens })
    }

    fn announce(&self) -> String {
        let Settings { model, beta, reward, batch, each, .. } = &self.settings;
        format!(
            "{} questions about Hollow Wood. The model: {model}; the reward: {}; β = {beta}. A step looks at \
             {batch} answers, {each} to a question.",
            self.questions.len(),
            reward.name()
        )
    }

    fn status(&self, row: &Row) -> String {
        let number = |i: usize| row.numbers[i].unwrap_or(f64::NAN);
        format!("reward {:.2}, gold {:.2}, KL {:.2}", number(0), number(1), number(2))
    }

    fn conclude(&self, dir: &Path) -> String {
        let Settings { seed, reward, beta, .. } = self.settings;
        let (questions, model) = (Question::all(Asks::Who), &self.trainer().model);
        let mut rng = generator(seed, Purpose::Measurement);
        let replies = self.wood.ask(model, &questions, AT_THE_END, &mut rng);
        let of = |reward: &dyn Reward| {
            mean(replies.iter().map(|reply| reward.of(&reply.question.prompt(), &reply.text)))
        };
        let pairs: Vec<_> = replies.iter().map(|reply| reply.pair.clone()).collect();
        let log_sft = log_probabilities_of_answers(&self.reinforce.reference, &pairs);
        let kl = mean(replies.iter().zip(log_sft).map(|(reply, log_sft)| reply.log_p - log_sft));
        let mut said = format!(
            "On {} new answers: reward {:.2}, gold {:.2}, KL {kl:.2}.\n",
            replies.len(),
            of(reward.function()),
            of(&GoldReward)
        );
        if reward == settings::Reward::Moods && beta > 0.0 {
            let theory::Optimum { reward, gold, kl, .. } = theory::capped_on_average(beta, CAP);
            said += &format!(
                "The best there is for β = {beta}: reward {reward:.2}, gold {gold:.2}, KL {kl:.2}.\n"
            );
        }
        let elsewhere = self.wood.valid(model, &Question::all(Asks::Where), AT_THE_END / 4, &mut rng);
        said += &format!("Valid answers to \"where\", which it was not asked: {:.0} %.\n", 100.0 * elsewhere);
        said + &format!("Talk to it: glassgpt chat --model {}", dir.display())
    }
}

/// # Errors
/// If the model has not learnt to answer: a reward could not show it how.
fn check_supervised(base: &Base) -> Result<()> {
    if base.stage < Some(Stage::Supervised) {
        let name = &base.origin.name;
        bail!(
            "the model in {name} was not supervised first, and no reward could teach it to answer: run glassgpt sft \
             --model {name} with an --out, and give --model that"
        );
    }
    Ok(())
}

fn mean(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.into_iter().fold((0.0, 0), |(sum, count), number| (sum + number, count + 1));
    sum / f64::from(count)
}
