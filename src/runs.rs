//! A training run in its folder: what pre-training, fine-tuning by example and by reward have in common.

mod base;
mod checkpoint;
mod checksum;
pub(crate) mod choice;
mod fingerprint;
mod finite;
mod interrupt;
mod lock;
mod memory;
mod metrics;
mod model;
mod origin;
mod progress;
mod random;
mod run;
mod settings;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use model_files::{Model, Stage, Tokenizer};
use training_loss::{Diverged, Schedule, Step, Trainer};

use crate::pasted;

pub(crate) use base::{Base, Start};
pub(crate) use checkpoint::is_begun;
pub(crate) use choice::Choice;
pub(crate) use interrupt::Interrupt;
#[cfg(test)]
pub(crate) use memory::CHARACTER;
pub(crate) use memory::{check as check_memory, count};
pub(crate) use metrics::Row;
pub(crate) use model::load_model;
pub(crate) use origin::{Origin, read_text};
pub(crate) use random::{Purpose, generator};
pub(crate) use run::Run;
pub(crate) use settings::{Flags, Settings, check_sizes, defaults, learning_rate, path};

/// A model that learns: what every run has, and what is its task's own.
pub(crate) struct Learner<T: Task> {
    /// The numbers and choices that decide every bit of it.
    pub(crate) settings: T::Settings,
    pub(crate) trainer: Trainer<Model>,
    pub(crate) tokenizer: Tokenizer,
    /// The files that it learns from.
    pub(crate) origins: Vec<Origin>,
    pub(crate) task: T,
}

impl<T: Task> Learner<T> {
    /// Steps of the run that are made.
    pub(crate) fn steps_made(&self) -> usize {
        self.trainer.optimizer.steps as usize / T::updates(&self.settings)
    }
}

/// One way to train: what its steps learn from, and what is told of them.
pub(crate) trait Task: Sized {
    /// The command's name.
    const COMMAND: &'static str;
    /// What the model has been through when it is done.
    const STAGE: Stage;
    /// The columns of metrics.csv between a step's number and its learning rate.
    const COLUMNS: &'static [&'static str];
    type Settings: Settings;

    /// How many steps the optimizer makes in a step of the run.
    fn updates(_settings: &Self::Settings) -> usize {
        1
    }
    /// All that the settings speak of, loaded and found right; no step is made yet, and nothing is written.
    fn load(settings: Self::Settings) -> Result<Learner<Self>>;
    /// The next step, unless it would harm the model.
    fn step(learner: &mut Learner<Self>) -> Result<Report, Diverged>;
    /// What is measured after a step (they count from 1), if it is measured there: the last of the columns.
    fn measure(_learner: &Learner<Self>, _step: usize) -> Vec<Option<f64>> {
        Vec::new()
    }
    /// The run in a sentence or two, before its first step.
    fn announce(learner: &Learner<Self>) -> String;
    /// A step as the progress shows it, with what was measured last.
    fn status(row: &Row, measured: &[Option<f64>]) -> String;
    /// What the model in `dir` can do now, and what to do with it.
    fn conclude(learner: &Learner<Self>, dir: &Path) -> String;
}

/// What a step did: the trainer's report, the first of the columns, and how many tokens it was about.
pub(crate) struct Report {
    pub(crate) step: Step,
    pub(crate) numbers: Vec<f64>,
    pub(crate) tokens: usize,
}

/// Chapter 7's way to make the steps: warm-up, then down to a thirtieth of the peak, and a little decay.
pub(crate) fn with_warm_up(model: Model, lr: f64, steps: usize) -> Trainer<Model> {
    let schedule = Schedule { peak: lr, last: lr / 30.0, warm_up: (steps / 10).min(50), steps };
    let mut trainer = models::trainer(model, schedule);
    trainer.optimizer.decay = 0.01;
    trainer
}

/// The flags of a command that trains.
#[derive(Args)]
#[command(allow_negative_numbers = true)]
pub(crate) struct Options<S: Args> {
    #[command(flatten)]
    pub(crate) folder: Folder,
    #[command(flatten)]
    pub(crate) flags: Flags<S>,
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
pub(crate) fn command<T: Task>(Options { folder, flags }: Options<T::Settings>) -> Result<()> {
    let Folder { out, resume } = folder;
    let run = if resume { Run::<T>::resume(&out, flags) } else { Run::<T>::start(&out, flags.settings) };
    let go_on = pasted::command(&format!("{} --resume --out", T::COMMAND), &out);
    run?.finish(&Interrupt::listen()?, &go_on)
}
