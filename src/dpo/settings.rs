//! The numbers and choices that decide every bit of a training on comparisons.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::UsageError;
use crate::rl::{RewardName, beta};
use crate::runs::{self, check_sizes, learning_rate};

const HELP: &str = "\
The model gives two answers to \"who is …?\", and one of them is chosen, the likelier the more it leads by the reward.
From such choices the model learns directly; no reward is learnt, and nothing is sampled from the model in training.
The best model for a β is that of glassgpt rl.";

/// Enough to come near the optimum of β = 1.
#[derive(Clone, Args, Serialize, Deserialize)]
#[command(after_help = HELP)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The directory of the supervised model to begin with, whose answers are compared; it stays as it is
    #[arg(long, value_name = "DIR", required_unless_present = "resume")]
    #[serde(serialize_with = "runs::path")]
    pub(crate) model: Option<PathBuf>,
    /// β, the price of a nat of distance (KL) from the model it began as: 1 keeps it near
    #[arg(
        long,
        value_name = "X",
        value_parser = price,
        required_unless_present = "resume",
        default_value_t = 1.0, // of none: it must be given
        hide_default_value = true
    )]
    pub(crate) beta: f64,
    /// What those who choose go by: P(a is chosen) = σ(R(a) − R(b))
    #[arg(long, value_enum, value_name = "NAME", default_value_t = RewardName::Moods)]
    pub(crate) reward: RewardName,
    /// Training steps
    #[arg(long, value_name = "N", default_value_t = 80)]
    pub(crate) steps: usize,
    /// Answers in a step, two to a question
    #[arg(long, value_name = "B", default_value_t = 64)]
    pub(crate) batch: usize,
    /// The largest learning rate
    #[arg(long, value_name = "X", value_parser = learning_rate, default_value_t = 0.0002)]
    pub(crate) lr: f64,
    /// Same seed, same model, bit for bit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// β from a flag: with β = 0 no comparison says anything.
fn price(text: &str) -> Result<f64, &'static str> {
    beta(text).ok().filter(|beta| *beta > 0.0).ok_or("β must be a number above 0, such as 1")
}

impl runs::Settings for Settings {
    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        let Settings { steps, batch, .. } = *self;
        check_sizes([("steps", steps), ("batch", batch)])?;
        let message =
            format!("--batch {batch} is odd: give an even number, because answers are compared by twos");
        ensure!(batch % 2 == 0, UsageError(message));
        Ok(())
    }

    fn files(&mut self) -> Vec<(&'static str, &mut Option<PathBuf>)> {
        vec![("model", &mut self.model)]
    }
}
