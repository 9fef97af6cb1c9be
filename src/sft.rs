//! `glassgpt sft`: supervised fine-tuning, from examples of questions and answers.

mod examples;
mod pairs;
mod settings;

use std::path::Path;

use anyhow::Result;
use clap::Args;
use decoder::Vocabulary;
use fine_tuning::supervised;
use model_files::Stage;
use training_loss::{Diverged, Trainer};

use crate::training::{
    self, Base, Folder, Made, Origin, Purpose, Row, Task, check_memory, generator, trainer,
};
use crate::wood::Wood;
use examples::Examples;
use settings::Given;
pub(crate) use settings::Settings;

/// Answers to each held-out question, when it is measured on the way, and at the end.
const ON_THE_WAY: usize = 5;
const AT_THE_END: usize = 25;

const HELP: &str = "\
A prompt is shown to the model as \"Q: prompt\", a new line, and \"A: \"; its answer ends with the sign ~, which is in
the vocabulary of every model that glassgpt pretrain makes. The loss counts the characters of the answers alone.";

/// What to learn from, and where to keep the model.
#[derive(Args)]
#[command(allow_negative_numbers = true, after_help = HELP)]
pub(crate) struct Options {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    pub(crate) given: Given,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    training::run::<Supervision>(&options.folder, &options.given)
}

/// A model and its examples.
pub(crate) struct Supervision {
    settings: Settings,
    model: Origin,
    vocabulary: Vocabulary,
    examples: Examples,
    trainer: Trainer<f32>,
    val_loss: Option<f64>,
}

impl Task for Supervision {
    const COMMAND: &'static str = "sft";
    const STAGE: Stage = Stage::Supervised;
    const COLUMNS: &'static [&'static str] = &["loss", "val_loss", "valid"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Supervision> {
        let base = Base::load(&settings.model)?;
        let examples = Examples::load(&settings, &base)?;
        let Settings { steps, batch, lr, .. } = settings;
        check_memory(&base.model.config, batch, base.model.config.context, "--batch")?;
        let trainer = trainer(base.model, lr, steps);
        let (model, vocabulary) = (base.origin, base.vocabulary);
        Ok(Supervision { settings, model, vocabulary, examples, trainer, val_loss: None })
    }

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn origins(&self) -> Vec<Origin> {
        vec![self.model.clone(), self.examples.origin.clone()]
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn trainer(&self) -> &Trainer<f32> {
        &self.trainer
    }

    fn trainer_mut(&mut self) -> &mut Trainer<f32> {
        &mut self.trainer
    }

    fn step(&mut self) -> Result<Made, Diverged> {
        let Settings { batch, seed, .. } = self.settings;
        let mut rng = generator(seed, Purpose::Pairs(self.trainer.optimizer.steps as usize));
        let pairs = self.examples.draw(batch, &mut rng);
        let tokens = pairs.iter().map(|pair| pair.prompt.len() + pair.answer.len()).sum();
        let step = self.trainer.step(&supervised(&pairs, self.trainer.model.config.context))?;
        Ok(Made { step, numbers: vec![step.loss], tokens })
    }

    /// At eight points of the run.
    fn validate(&mut self, step: usize) -> Vec<Option<f64>> {
        let Settings { steps, batch, seed, .. } = self.settings;
        if step % steps.div_ceil(8) != 0 && step != steps {
            return vec![None, None];
        }
        let model = &self.trainer.model;
        self.val_loss = self.examples.loss(model, batch);
        vec![self.val_loss, self.examples.valid(model, ON_THE_WAY, seed)]
    }

    fn announce(&self) -> String {
        let Settings { model, batch, .. } = &self.settings;
        format!("{}. The model: {model}. A step looks at {batch} of them.", self.examples.what)
    }

    fn status(&self, row: &Row) -> String {
        row.losses(self.val_loss)
    }

    fn conclude(&self, dir: &Path) -> String {
        let Settings { batch, seed, .. } = self.settings;
        let model = &self.trainer.model;
        let loss = self.examples.loss(model, batch).map_or(String::new(), |loss| {
            format!("Loss on the held-out answers: {loss:.4} nats per character.\n")
        });
        let valid = self.examples.valid(model, AT_THE_END, seed).map_or(String::new(), |valid| {
            format!("Valid answers to the held-out questions: {:.1} %.\n", 100.0 * valid)
        });
        format!("{loss}{valid}Talk to it: glassgpt chat --model {}", dir.display())
    }
}
