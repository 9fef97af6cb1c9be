//! `glassgpt train`: from random weights to an assistant, the three stages in a row.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use model_files::{in_short, write_whole};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::conversation::answer;
use crate::pretrain::{self, Pretraining};
use crate::rl::{self, Reinforcement};
use crate::sft::{self, Supervision};
use crate::training::{
    self, Folder, Interrupt, Purpose, Run, Task, check_sizes, differences, generator, over,
};

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

/// Where to keep the three models.
#[derive(Args)]
#[command(allow_negative_numbers = true, after_help = HELP)]
pub(crate) struct Options {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    pub(crate) given: Given,
}

/// The flags as they were given.
#[derive(Args, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Given {
    /// Steps of the first stage, as of `glassgpt pretrain` [default: 1500]
    #[arg(long, value_name = "N")]
    pretrain_steps: Option<usize>,
    /// Steps of the second stage, as of `glassgpt sft` [default: 300]
    #[arg(long, value_name = "N")]
    sft_steps: Option<usize>,
    /// Steps of the third stage, as of `glassgpt rl` [default: 80]
    #[arg(long, value_name = "N")]
    rl_steps: Option<usize>,
    /// β of the third stage: 1 keeps the model near its examples, 0 lets it go [default: 1]
    #[arg(long, value_name = "X", value_parser = rl::beta)]
    beta: Option<f64>,
    /// Blocks in the stack [default: 3]
    #[arg(long, value_name = "L")]
    layers: Option<usize>,
    /// Attention heads in a block [default: 4]
    #[arg(long, value_name = "H")]
    heads: Option<usize>,
    /// Width of the residual stream [default: 96]
    #[arg(long, value_name = "C")]
    channels: Option<usize>,
    /// Same seed, same models, bit for bit [default: 1]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

/// All of them.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Settings {
    pretrain_steps: usize,
    sft_steps: usize,
    rl_steps: usize,
    beta: f64,
    layers: usize,
    heads: usize,
    channels: usize,
    seed: u64,
}

/// The stages' own defaults.
impl Default for Settings {
    fn default() -> Settings {
        let pretrain = pretrain::Settings::default();
        Settings {
            pretrain_steps: pretrain.steps,
            sft_steps: sft::Settings::default().steps,
            rl_steps: rl::Settings::default().steps,
            beta: rl::Settings::default().beta,
            layers: pretrain.layers,
            heads: pretrain.heads,
            channels: pretrain.channels,
            seed: pretrain.seed,
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let Options { folder: Folder { out, resume }, given } = options;
    let settings = if *resume { resume_from(out, given)? } else { start_with(out, given)? };
    let interrupt = Interrupt::listen()?;
    let stages = Stages { dir: out, seed: settings.seed, interrupt: &interrupt };
    let Settings { seed, beta, layers, heads, channels, .. } = settings;
    let model = |name: &str| out.join(name).display().to_string();

    println!("1. Pre-training: continue stories.");
    let steps = settings.pretrain_steps;
    let given =
        json!({ "steps": steps, "layers": layers, "heads": heads, "channels": channels, "seed": seed });
    stages.make::<Pretraining>(PRETRAINED, &given, || settings.write(out))?;

    println!("\n2. Supervised fine-tuning: answer, from examples.");
    let given = json!({ "model": model(PRETRAINED), "steps": settings.sft_steps, "seed": seed });
    stages.make::<Supervision>(SUPERVISED, &given, || Ok(()))?;

    println!("\n3. Reinforcement learning: answer as a reward wants it.");
    let given = json!({ "model": model(SUPERVISED), "beta": beta, "steps": settings.rl_steps, "seed": seed });
    stages.make::<Reinforcement>(ALIGNED, &given, || Ok(()))
}

/// # Errors
/// If there is a training in the folder already, or a flag asks for the impossible.
fn start_with(out: &Path, given: &Given) -> Result<Settings> {
    if let Some(name) = [FILE, PRETRAINED, SUPERVISED, ALIGNED].iter().find(|name| out.join(name).exists()) {
        let out = out.display();
        bail!("{out} holds a training already ({name}): go on with it by --resume, or choose another --out");
    }
    settings(given)
}

/// # Errors
/// If a flag asks for the impossible.
pub(crate) fn settings(given: &Given) -> Result<Settings> {
    let settings: Settings = over(given, &Settings::default());
    let Settings { pretrain_steps, sft_steps, rl_steps, .. } = settings;
    check_sizes([("pretrain-steps", pretrain_steps), ("sft-steps", sft_steps), ("rl-steps", rl_steps)])?;
    Ok(settings)
}

/// # Errors
/// If there is no training in the folder, or one with other settings.
fn resume_from(out: &Path, given: &Given) -> Result<Settings> {
    let path = out.join(FILE);
    let text = fs::read_to_string(&path).with_context(|| {
        format!("{} can't be read, so there is no training to go on with: leave --resume out", path.display())
    })?;
    let settings = serde_json::from_str(&text).map_err(|error| {
        anyhow!("{} is broken ({}): put it back, or start again", path.display(), in_short(error))
    })?;
    differences(given, &settings, &[])?;
    Ok(settings)
}

impl Settings {
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
        given: &impl Serialize,
        begins: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let out = self.dir.join(name);
        let run =
            if training::is_begun(&out) { Run::<T>::resume(&out, given) } else { Run::start(&out, given) };
        let run = run?;
        begins()?;
        run.finish(self.interrupt, &format!("glassgpt train --out {} --resume", self.dir.display()))?;
        self.show_answers(&out)
    }

    fn show_answers(&self, model: &Path) -> Result<()> {
        let (model, tokenizer) = model_files::load(model)?;
        let mut rng = generator(self.seed, Purpose::Conversation);
        println!("The same three questions, and what it says to them:");
        for question in QUESTIONS {
            let said = answer(&model, &tokenizer, question, &mut rng)?.text(&tokenizer);
            println!("  Q: {question}\n  A: {}", said.replace('\n', "\n     "));
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
        let right = serde_json::to_string(&Settings::default()).unwrap();
        let inputs = prop_oneof![
            1 => anything(),
            1 => damaged("train.json", right.clone().into_bytes()),
            3 => damaged_json("train.json", &right),
        ];
        trial("train.json", 2000, inputs, |bytes| {
            fs::write(dir.path().join(FILE), bytes).unwrap();
            resume_from(dir.path(), &options.given).map(drop).map_err(|error| format!("{error:#}"))
        });
    }
}
