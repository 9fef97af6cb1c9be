//! The numbers and choices that decide every bit of a reinforcement learning.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use fine_tuning::{GoldReward, Method, MoodReward};
use serde::{Deserialize, Serialize};

use crate::UsageError;
use crate::runs::{self, Choice, check_sizes, choice, learning_rate};

const HELP: &str = "\
The model is asked \"who is …?\" about the animals of Hollow Wood. A policy gradient makes those of its answers likelier
that are worth more than its other answers to the same question; β holds it near the model that it began as. All methods have the same
best model to go to; glassgpt dpo goes there by comparisons.

A step goes along the mean of the last gradients itself: AdamW with ε = 1, far above any gradient, so that its division
changes nothing. That division makes the small parts of a gradient large, also those that are little but noise.";

/// Enough to come near the optimum of β = 1.
#[derive(Clone, Args, Serialize, Deserialize)]
#[command(after_help = HELP)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The directory of the supervised model to begin with, and to stay near to; it stays as it is
    #[arg(long, value_name = "DIR", required_unless_present = "resume")]
    #[serde(serialize_with = "runs::path")]
    pub(crate) model: Option<PathBuf>,
    /// β, the price of a nat of distance (KL) from the model it began as: 1 keeps it near, 0 lets it go
    #[arg(
        long,
        value_name = "X",
        value_parser = beta,
        required_unless_present = "resume",
        default_value_t = 1.0, // of `glassgpt train`; here it must be given
        hide_default_value = true
    )]
    pub(crate) beta: f64,
    /// What an answer is worth
    #[arg(long, value_enum, value_name = "NAME", default_value_t = Reward::Moods)]
    pub(crate) reward: Reward,
    /// How answers become steps: reinforce makes one of each batch; ppo and grpo make four, clipped, and grpo divides
    /// by the spread of the answers to the same question
    #[arg(long, value_name = "NAME", value_parser = choice::parser::<Method>(), default_value = Method::Reinforce.name())]
    #[serde(with = "choice", default = "reinforce")]
    pub(crate) method: Method,
    /// Training steps
    #[arg(long, value_name = "N", default_value_t = 80)]
    pub(crate) steps: usize,
    /// Answers in a step
    #[arg(long, value_name = "B", default_value_t = 64)]
    pub(crate) batch: usize,
    /// Answers to the same question, which are compared with each other
    #[arg(long, value_name = "K", default_value_t = 8)]
    pub(crate) group_size: usize,
    /// The largest learning rate
    #[arg(long, value_name = "X", value_parser = learning_rate, default_value_t = 0.2)]
    pub(crate) lr: f64,
    /// The optimizer's, in the place of its own
    #[arg(skip = 1.0)]
    #[serde(default = "adams")]
    pub(crate) epsilon: f64,
    /// Same seed, same model, bit for bit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// The method of runs that were begun when there was no other.
fn reinforce() -> Method {
    Method::Reinforce
}

/// The ε of runs that were begun when it was AdamW's own.
fn adams() -> f64 {
    1e-8
}

/// A reward by its name.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reward {
    /// Nice words less mean words
    Moods,
    /// 1 for an answer as it was meant, 0 for any other: the measure that is otherwise never trained on
    Gold,
}

impl Reward {
    pub(crate) fn name(self) -> String {
        self.to_possible_value().expect("none is hidden").get_name().to_owned()
    }

    pub(crate) fn function(self) -> &'static dyn fine_tuning::Reward {
        match self {
            Reward::Moods => &MoodReward,
            Reward::Gold => &GoldReward,
        }
    }
}

/// β from a flag.
pub(crate) fn beta(text: &str) -> Result<f64, &'static str> {
    let beta = text.parse().ok().filter(|beta: &f64| beta.is_finite() && *beta >= 0.0);
    beta.ok_or("β must be a number of at least 0, such as 1")
}

impl runs::Settings for Settings {
    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        let Settings { steps, batch, group_size, .. } = *self;
        check_sizes([("steps", steps), ("batch", batch)])?;
        let message = format!(
            "--group-size is {group_size}: give 2 or more, because answers are compared with each other"
        );
        ensure!(group_size >= 2, UsageError(message));
        let message = format!(
            "--batch {batch} can't be shared out among questions with --group-size {group_size}: give a multiple of {group_size}"
        );
        ensure!(batch % group_size == 0, UsageError(message));
        Ok(())
    }

    fn files(&mut self) -> Vec<(&'static str, &mut Option<PathBuf>)> {
        vec![("model", &mut self.model)]
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::runs::defaults;

    /// Its rate is one for AdamW's own ε.
    #[test]
    fn a_run_that_was_begun_with_another_step_goes_on_with_it() {
        let now = Settings { model: Some("supervised".into()), ..defaults() };
        assert_eq!(now.epsilon, 1.0);
        let mut then = serde_json::to_value(&now).unwrap();
        then.as_object_mut().unwrap().remove("epsilon").expect("it is written");
        assert_eq!(serde_json::from_value::<Settings>(then).unwrap().epsilon, 1e-8);
    }
}
