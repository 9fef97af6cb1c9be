//! The numbers and choices that decide every bit of a supervised fine-tuning.

use anyhow::Result;
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::training::{self, check_sizes, learning_rate};

/// The flags as they were given.
#[derive(Args, Serialize)]
pub(crate) struct Given {
    /// The directory of the model to begin with; it stays as it is
    #[arg(long, value_name = "DIR", required_unless_present = "resume")]
    model: Option<String>,
    /// Own questions and answers to learn from, a {"prompt": …, "answer": …} on each line; the last tenth of
    /// ten or more is kept for validation [default: questions about the animals of Hollow Wood, a fifth held out]
    #[arg(long, value_name = "FILE")]
    pairs: Option<String>,
    /// Training steps [default: 300]
    #[arg(long, value_name = "N")]
    steps: Option<usize>,
    /// Questions with their answers in a step [default: 64]
    #[arg(long, value_name = "B")]
    batch: Option<usize>,
    /// The largest learning rate [default: 0.003]
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
    pub(crate) pairs: Option<String>,
    pub(crate) steps: usize,
    pub(crate) batch: usize,
    pub(crate) lr: f64,
    pub(crate) seed: u64,
}

/// Enough for a model that knows Hollow Wood.
impl Default for Settings {
    fn default() -> Settings {
        Settings { model: String::new(), pairs: None, steps: 300, batch: 64, lr: 3e-3, seed: 1 }
    }
}

impl training::Settings for Settings {
    const FILES: &'static [&'static str] = &["model", "pairs"];

    fn steps(&self) -> usize {
        self.steps
    }

    fn lr(&self) -> f64 {
        self.lr
    }

    fn check(&self) -> Result<()> {
        check_sizes([("steps", self.steps), ("batch", self.batch)])
    }
}
