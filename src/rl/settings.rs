//! The numbers and choices that decide every bit of a reinforcement learning.

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use fine_tuning::{GoldReward, MoodReward};
use serde::{Deserialize, Serialize};

use crate::UsageError;
use crate::training::{self, check_sizes, learning_rate};

/// The flags as they were given.
#[derive(Args, Serialize)]
pub(crate) struct Given {
    /// The directory of the supervised model to begin with, and to stay near to; it stays as it is
    #[arg(long, value_name = "DIR", required_unless_present = "resume")]
    model: Option<String>,
    /// β, the price of a nat of distance (KL) from the model it began as: 1 keeps it near, 0 lets it go
    #[arg(long, value_name = "X", required_unless_present = "resume", value_parser = beta)]
    beta: Option<f64>,
    /// What an answer is worth [default: moods]
    #[arg(long, value_name = "NAME")]
    reward: Option<Reward>,
    /// Training steps [default: 80]
    #[arg(long, value_name = "N")]
    steps: Option<usize>,
    /// Answers in a step [default: 128]
    #[arg(long, value_name = "B")]
    batch: Option<usize>,
    /// Answers to the same question, which are compared with each other [default: 16]
    #[arg(long, value_name = "K")]
    each: Option<usize>,
    /// The largest learning rate [default: 0.0002]
    #[arg(long, value_name = "X", value_parser = learning_rate)]
    lr: Option<f64>,
    /// Same seed, same model, bit for bit [default: 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

/// All of them.
#[derive(Serialize, Deserialize)]
pub(crate) struct Settings {
    /// There is no default: it must be given.
    pub(crate) model: String,
    pub(crate) beta: f64,
    pub(crate) reward: Reward,
    pub(crate) steps: usize,
    pub(crate) batch: usize,
    pub(crate) each: usize,
    pub(crate) lr: f64,
    pub(crate) seed: u64,
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

/// Enough to come near the optimum of β = 1.
impl Default for Settings {
    fn default() -> Settings {
        Settings {
            model: String::new(),
            beta: 1.0,
            reward: Reward::Moods,
            steps: 80,
            batch: 128,
            each: 16,
            lr: 2e-4,
            seed: 1,
        }
    }
}

/// β from a flag.
pub(crate) fn beta(text: &str) -> Result<f64, &'static str> {
    let beta = text.parse().ok().filter(|beta: &f64| beta.is_finite() && *beta >= 0.0);
    beta.ok_or("β must be a number of at least 0, such as 1")
}

impl training::Settings for Settings {
    const FILES: &'static [&'static str] = &["model"];

    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        let Settings { steps, batch, each, .. } = *self;
        check_sizes([("steps", steps), ("batch", batch)])?;
        let message =
            format!("--each is {each}: give 2 or more, because answers are compared with each other");
        ensure!(each >= 2, UsageError(message));
        let message = format!(
            "--batch {batch} can't be shared out among questions with --each {each} answers: give a multiple of {each}"
        );
        ensure!(batch % each == 0, UsageError(message));
        Ok(())
    }
}
