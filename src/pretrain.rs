//! `glassgpt pretrain`: a GPT learns to continue a text.

mod checkpoint;
mod memory;
mod metrics;
mod progress;
mod run;
mod settings;
mod text;
mod validation;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use decoder::Gpt;
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Schedule, Trainer};

use checkpoint::Checkpoint;
use metrics::Metrics;
use run::Run;
use settings::{Given, Settings};
use text::Text;
use validation::Validation;

/// What to train, on what, and where to keep it.
#[derive(Args)]
#[command(allow_negative_numbers = true)]
pub(crate) struct Options {
    /// The folder for the model, its metrics.csv, and all that is needed to go on
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Go on with the run in --out that was stopped; it ends as if it had never been
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    given: Given,
}

/// The folder is written to only when everything else is known to be right.
pub(crate) fn run(options: &Options) -> Result<()> {
    let run = if options.resume { resume } else { start };
    run(&options.out, &options.given)?.finish()
}

/// A run at its beginning.
fn start(out: &Path, given: &Given) -> Result<Run> {
    let settings = given.over(&Settings::default());
    settings.check()?;
    if let Some(file) = checkpoint::FILES.iter().find(|file| out.join(file).exists()) {
        let out = out.display();
        bail!("{out} holds a model already ({file}): go on with it by --resume, or choose another --out");
    }
    let text = Text::load(&settings)?;
    memory::check(&settings, &text)?;
    let trainer = new_trainer(&settings, &text);
    std::fs::create_dir_all(out)
        .with_context(|| format!("--out {} can't be made: choose another folder", out.display()))?;
    checkpoint::write(out, &settings, &text, &trainer)?; // from here on, whatever happens, the run can be resumed
    let metrics = Metrics::open(out, 0)?;
    Ok(Run::new(out, settings, text, trainer, metrics))
}

/// A run where its last checkpoint left it.
fn resume(out: &Path, given: &Given) -> Result<Run> {
    let checkpoint = Checkpoint::read(out)?;
    let settings = checkpoint.settings(given)?;
    let text = Text::load(&settings)?;
    checkpoint.check_text(&text)?;
    memory::check(&settings, &text)?;
    let mut trainer = new_trainer(&settings, &text);
    checkpoint.restore(&mut trainer)?;
    let metrics = Metrics::open(out, trainer.optimizer.steps as usize)?;
    Ok(Run::new(out, settings, text, trainer, metrics))
}

/// A new model with chapter 7's schedule: warm-up, then down to a thirtieth of the peak.
fn new_trainer(settings: &Settings, text: &Text) -> Trainer<f32> {
    let Settings { steps, lr, seed, .. } = *settings;
    let config = settings.config(text.vocabulary.len());
    let schedule = Schedule { peak: lr, last: lr / 30.0, warm_up: (steps / 10).min(50), steps };
    let mut trainer = Trainer::new(Gpt::new(config, &mut generator(seed, Purpose::Weights)), schedule);
    trainer.optimizer.decay = 0.01;
    trainer
}

/// What random numbers are for. Each purpose has a generator of its own, each step's batch too: a run that goes on
/// at step 700 draws what it would have drawn.
enum Purpose {
    Text,
    Weights,
    Batch(usize),
}

fn generator(seed: u64, purpose: Purpose) -> StdRng {
    let (purpose, step) = match purpose {
        Purpose::Text => (0, 0),
        Purpose::Weights => (1, 0),
        Purpose::Batch(step) => (2, step as u64),
    };
    let mut bytes = [0; 32];
    for (bytes, number) in bytes.chunks_mut(8).zip([seed, purpose, step]) {
        bytes.copy_from_slice(&number.to_le_bytes());
    }
    StdRng::from_seed(bytes)
}
