//! A training run in its folder: what pre-training, fine-tuning by example and by reward have in common.

mod base;
mod checkpoint;
mod checksum;
mod fingerprint;
mod finite;
mod interrupt;
mod lock;
mod memory;
mod metrics;
mod origin;
mod progress;
mod random;
mod run;
mod settings;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use decoder::{Gpt, Vocabulary};
use model_files::Stage;
use serde::Serialize;
use training_loss::{Diverged, Schedule, Step, Trainer};

pub(crate) use base::Base;
pub(crate) use checkpoint::is_begun;
pub(crate) use interrupt::Interrupt;
pub(crate) use metrics::Row;
pub(crate) use origin::{Origin, read_text};
pub(crate) use random::{Purpose, generator};
pub(crate) use run::Run;
#[cfg(test)]
pub(crate) use settings::fields;
pub(crate) use settings::{Settings, check_sizes, differences, learning_rate, over};

pub(crate) use memory::{check as check_memory, count};

/// One way to train: what its steps learn from, and what is told of them.
pub(crate) trait Task: Sized {
    /// The command's name.
    const COMMAND: &'static str;
    /// What the model has been through when it is done.
    const STAGE: Stage;
    /// The columns of metrics.csv between a step's number and its learning rate.
    const COLUMNS: &'static [&'static str];
    /// The numbers and choices that decide every bit of it.
    type Settings: Settings;

    /// All that the settings speak of, loaded and found right; no step is made yet, and nothing is written.
    fn load(settings: Self::Settings) -> Result<Self>;
    fn settings(&self) -> &Self::Settings;
    /// What it learns from.
    fn origins(&self) -> Vec<Origin>;
    fn vocabulary(&self) -> &Vocabulary;
    fn trainer(&self) -> &Trainer<f32>;
    fn trainer_mut(&mut self) -> &mut Trainer<f32>;
    /// The next step, unless it would harm the model.
    fn step(&mut self) -> Result<Made, Diverged>;
    /// What is measured after a step (they count from 1), if it is measured there: the last of the columns.
    fn validate(&mut self, _step: usize) -> Vec<Option<f64>> {
        Vec::new()
    }
    /// The run in a sentence or two, before its first step.
    fn announce(&self) -> String;
    /// A step as the progress shows it.
    fn status(&self, row: &Row) -> String;
    /// What the model in `dir` can do now, and what to do with it.
    fn conclude(&self, dir: &Path) -> String;
}

/// What a step did: the trainer's report, the first of the columns, and how many tokens it was about.
pub(crate) struct Made {
    pub(crate) step: Step,
    pub(crate) numbers: Vec<f64>,
    pub(crate) tokens: usize,
}

/// Chapter 7's way to make the steps: warm-up, then down to a thirtieth of the peak, and a little decay.
pub(crate) fn trainer(model: Gpt<f32>, lr: f64, steps: usize) -> Trainer<f32> {
    let schedule = Schedule { peak: lr, last: lr / 30.0, warm_up: (steps / 10).min(50), steps };
    let mut trainer = Trainer::new(model, schedule);
    trainer.optimizer.decay = 0.01;
    trainer
}

/// Where a run is kept.
#[derive(Args)]
pub(crate) struct Folder {
    /// The folder for the model, its metrics.csv, and all that is needed to go on
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Go on with the run in --out that was stopped; it ends as if it had never been
    #[arg(long)]
    pub(crate) resume: bool,
}

/// A command that trains, from its flags to its last word.
pub(crate) fn run<T: Task>(folder: &Folder, given: &impl Serialize) -> Result<()> {
    let out = &folder.out;
    let run = if folder.resume { Run::<T>::resume(out, given) } else { Run::<T>::start(out, given) };
    run?.finish(&Interrupt::listen()?, &format!("glassgpt {} --out {} --resume", T::COMMAND, out.display()))
}
