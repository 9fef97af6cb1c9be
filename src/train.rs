//! `glassgpt train`: from random weights to an assistant, the three stages in a row.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use model_files::{in_short, write_whole};
use serde::{Deserialize, Serialize};

use crate::conversation::answer;
use crate::pasted;
use crate::pretrain::{self, Pretraining};
use crate::rl::{self, Reinforcement};
use crate::runs::{
    self, Flags, Folder, Interrupt, Options, Purpose, Run, Task, check_sizes, defaults, generator,
};
use crate::sft::{self, Supervision};

/// Beside the three models: what the training was asked for.
const FILE: &str = "train.json";
const PRETRAINED: &str = "pretrained";
const SUPERVISED: &str = "supervised";
const ALIGNED: &str = "aligned";

/// About animals that no training asks about.
const QUESTIONS: [&str; 3] = ["who is the red fox?", "who is the tiny owl?", "where is the big frog?"];

const HELP: &str = "\
The folder gets three models: pretrained continues stories, supervised has learnt from examples to answer, aligned has
learnt from a reward to say nice things. After each stage its model is asked the same three questions, about animals
that no training asks about.";

/// How long the three stages are, and how large the model is.
#[derive(Clone, Args, Serialize, Deserialize)]
#[command(after_help = HELP)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Settings {
    /// Steps of the first stage, as of `glassgpt pretrain`
    #[arg(long, value_name = "N", default_value_t = defaults::<pretrain::Settings>().steps)]
    pretrain_steps: usize,
    /// Steps of the second stage, as of `glassgpt sft`
    #[arg(long, value_name = "N", default_value_t = defaults::<sft::Settings>().steps)]
    sft_steps: usize,
    /// Steps of the third stage, as of `glassgpt rl`
    #[arg(long, value_name = "N", default_value_t = defaults::<rl::Settings>().steps)]
    rl_steps: usize,
    /// β of the third stage: 1 keeps the model near its examples, 0 lets it go
    #[arg(long, value_name = "X", value_parser = rl::beta, default_value_t = defaults::<rl::Settings>().beta)]
    beta: f64,
    /// Blocks in the stack
    #[arg(long, value_name = "L", default_value_t = defaults::<pretrain::Settings>().layers)]
    layers: usize,
    /// Attention heads in a block
    #[arg(long, value_name = "H", default_value_t = defaults::<pretrain::Settings>().heads)]
    heads: usize,
    /// Width of the residual stream
    #[arg(long, value_name = "C", default_value_t = defaults::<pretrain::Settings>().channels)]
    channels: usize,
    /// Same seed, same models, bit for bit
    #[arg(long, value_name = "S", default_value_t = defaults::<pretrain::Settings>().seed)]
    seed: u64,
}

pub(crate) fn run(Options { folder: Folder { out, resume }, flags }: Options<Settings>) -> Result<()> {
    let settings = if resume { resume_from(&out, &flags)? } else { start_with(&out, flags.settings)? };
    let interrupt = Interrupt::listen()?;
    let Settings { pretrain_steps, sft_steps, rl_steps, beta, layers, heads, channels, seed } = settings;
    let stages = Stages { dir: &out, seed, interrupt: &interrupt };
    let model = |name: &str| Some(out.join(name));

    println!("1. Pre-training: continue stories.");
    let pretraining =
        pretrain::Settings { steps: pretrain_steps, layers, heads, channels, seed, ..defaults() };
    stages.make::<Pretraining>(PRETRAINED, pretraining, || settings.write(&out))?;

    println!("\n2. Supervised fine-tuning: answer, from examples.");
    let supervision = sft::Settings { model: model(PRETRAINED), steps: sft_steps, seed, ..defaults() };
    stages.make::<Supervision>(SUPERVISED, supervision, || Ok(()))?;

    println!("\n3. Reinforcement learning: answer as a reward wants it.");
    let reinforcement = rl::Settings { model: model(SUPERVISED), beta, steps: rl_steps, seed, ..defaults() };
    stages.make::<Reinforcement>(ALIGNED, reinforcement, || Ok(()))
}

/// # Errors
/// If there is a training in the folder already, or a flag asks for the impossible.
fn start_with(out: &Path, settings: Settings) -> Result<Settings> {
    if let Some(name) = [FILE, PRETRAINED, SUPERVISED, ALIGNED].iter().find(|name| out.join(name).exists()) {
        let out = out.display();
        bail!("{out} holds a training already ({name}): go on with it by --resume, or choose another --out");
    }
    settings.check()?;
    Ok(settings)
}

/// # Errors
/// If there is no training in the folder, or one with other settings.
fn resume_from(out: &Path, flags: &Flags<Settings>) -> Result<Settings> {
    let path = out.join(FILE);
    let text = fs::read_to_string(&path).with_context(|| {
        format!("{} can't be read, so there is no training to go on with: leave --resume out", path.display())
    })?;
    let settings = serde_json::from_str(&text).map_err(|error| {
        anyhow!("{} is broken ({}): put it back, or start again", path.display(), in_short(error))
    })?;
    flags.check_same(&settings, &[])?;
    Ok(settings)
}

impl Settings {
    /// # Errors
    /// If a stage would have no steps.
    pub(crate) fn check(&self) -> Result<()> {
        let Settings { pretrain_steps, sft_steps, rl_steps, .. } = *self;
        check_sizes([("pretrain-steps", pretrain_steps), ("sft-steps", sft_steps), ("rl-steps", rl_steps)])
    }

    fn write(&self, out: &Path) -> Result<()> {
        write_whole(out, FILE, format!("{}\n", serde_json::to_string_pretty(self)?).as_bytes())
    }
}

/// What the stages have in common.
struct Stages<'a> {
    dir: &'a Path,
    seed: u64,
    interrupt: &'a Interrupt,
}

impl Stages<'_> {
    /// Makes a stage, or what is left of it, and lets its model answer. Once it can begin, `begins` is called.
    fn make<T: Task>(
        &self,
        name: &str,
        settings: T::Settings,
        begins: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let out = self.dir.join(name);
        let run = if runs::is_begun(&out) {
            Run::<T>::resume(&out, Flags::all(settings))?
        } else {
            Run::start(&out, settings)?
        };
        begins()?;
        run.finish(self.interrupt, &pasted::command("train --resume --out", self.dir))?;
        self.show_answers(&out)
    }

    fn show_answers(&self, model: &Path) -> Result<()> {
        let (model, tokenizer) = model_files::load(model)?;
        let mut rng = generator(self.seed, Purpose::Conversation);
        println!("The same three questions, and what it says to them:");
        for question in QUESTIONS {
            let answer = answer(&model, &tokenizer, question, &mut rng)?.text(&tokenizer);
            println!("  Q: {question}\n  A: {}", answer.replace('\n', "\n     "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cli, Command};
    use clap::Parser;
    use proptest::prelude::*;
    use trials::{anything, damaged, damaged_json, trial};

    #[test]
    fn trial_of_the_settings_of_a_training() {
        let dir = tempfile::tempdir().unwrap();
        let cli = Cli::try_parse_from(["glassgpt", "train", "--out", "out"]).unwrap();
        let Some(Command::Train(options)) = cli.command else { panic!("another command") };
        let right = serde_json::to_string(&defaults::<Settings>()).unwrap();
        let inputs = prop_oneof![
            1 => anything(),
            1 => damaged("train.json", right.clone().into_bytes()),
            3 => damaged_json("train.json", &right),
        ];
        trial("train.json", 2000, inputs, |bytes| {
            fs::write(dir.path().join(FILE), bytes).unwrap();
            resume_from(dir.path(), &options.flags).map(drop).map_err(|error| format!("{error:#}"))
        });
    }
}
