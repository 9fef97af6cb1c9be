//! The numbers and choices that decide every bit of a supervised fine-tuning.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::runs::{self, check_sizes, learning_rate};

const HELP: &str = "\
A prompt is shown to the model as \"Q: prompt\", a new line, and \"A: \"; its answer ends with the sign ~, which is in
the vocabulary of every model that glassgpt pretrain makes. The loss counts the characters of the answers alone.

Without --pairs, a step also looks at a story of Hollow Wood for every four questions, so that the model goes on calling
each animal by its name. The loss that is told is that of the answers, without the stories.

--pairs may be a JSON array too, and the fields may have the names that other programs give them: instruction (with
input) and output, prompt and completion, or two messages, of the user and of the assistant.";

/// Enough for a model that knows Hollow Wood.
#[derive(Clone, Args, Serialize, Deserialize)]
#[command(after_help = HELP)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The directory of the model to begin with; it stays as it is
    #[arg(long, value_name = "DIR", required_unless_present = "resume")]
    #[serde(serialize_with = "runs::path")]
    pub(crate) model: Option<PathBuf>,
    /// Own questions and answers to learn from, a {"prompt": …, "answer": …} on each line; the last tenth of
    /// ten or more is kept for validation [default: questions about the animals of Hollow Wood, a fifth held out]
    #[arg(long, value_name = "FILE")]
    #[serde(serialize_with = "runs::path")]
    pub(crate) pairs: Option<PathBuf>,
    /// Training steps
    #[arg(long, value_name = "N", default_value_t = 600)]
    pub(crate) steps: usize,
    /// Questions with their answers in a step
    #[arg(long, value_name = "B", default_value_t = 16)]
    pub(crate) batch: usize,
    /// The largest learning rate
    #[arg(long, value_name = "X", value_parser = learning_rate, default_value_t = 0.003)]
    pub(crate) lr: f64,
    /// Same seed, same model, bit for bit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

impl runs::Settings for Settings {
    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        check_sizes([("steps", self.steps), ("batch", self.batch)])
    }

    fn files(&mut self) -> Vec<(&'static str, &mut Option<PathBuf>)> {
        vec![("model", &mut self.model), ("pairs", &mut self.pairs)]
    }
}
