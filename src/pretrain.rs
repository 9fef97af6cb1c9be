//! `glassgpt pretrain`: a GPT learns to continue a text.

mod settings;
mod text;
mod validation;

use std::path::Path;

use anyhow::Result;
use clap::Args;
use decoder::{Gpt, Vocabulary};
use foundations::Params;
use model_files::Stage;
use training_loss::{Batch, Diverged, Trainer};

use crate::training::{
    self, Folder, Made, Origin, Purpose, Row, Task, check_memory, count, generator, trainer,
};
use settings::Given;
pub(crate) use settings::Settings;
use text::Text;
use validation::Validation;

/// What to train, on what, and where to keep it.
#[derive(Args)]
#[command(allow_negative_numbers = true)]
pub(crate) struct Options {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    pub(crate) given: Given,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    training::run::<Pretraining>(&options.folder, &options.given)
}

/// A new model and its text.
pub(crate) struct Pretraining {
    settings: Settings,
    text: Text,
    trainer: Trainer<f32>,
    validation: Validation,
    val_loss: Option<f64>,
}

impl Task for Pretraining {
    const COMMAND: &'static str = "pretrain";
    const STAGE: Stage = Stage::Pretrained;
    const COLUMNS: &'static [&'static str] = &["loss", "val_loss"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Pretraining> {
        let text = Text::load(&settings)?;
        let Settings { steps, batch, context, lr, seed, .. } = settings;
        let config = settings.config(text.vocabulary.len());
        check_memory(&config, batch, context, "--channels, --layers, --batch or --context")?;
        let trainer = trainer(Gpt::new(config, &mut generator(seed, Purpose::Weights)), lr, steps);
        let validation = Validation::new(&settings, &text);
        Ok(Pretraining { settings, text, trainer, validation, val_loss: None })
    }

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn origins(&self) -> Vec<Origin> {
        vec![self.text.origin.clone()]
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.text.vocabulary
    }

    fn trainer(&self) -> &Trainer<f32> {
        &self.trainer
    }

    fn trainer_mut(&mut self) -> &mut Trainer<f32> {
        &mut self.trainer
    }

    fn step(&mut self) -> Result<Made, Diverged> {
        let Settings { batch, context, seed, .. } = self.settings;
        let mut rng = generator(seed, Purpose::Windows(self.trainer.optimizer.steps as usize));
        let windows = Batch::random(self.text.to_learn(), batch, context, &mut rng);
        let step = self.trainer.step(&windows)?;
        Ok(Made { step, numbers: vec![step.loss], tokens: batch * context })
    }

    fn validate(&mut self, step: usize) -> Vec<Option<f64>> {
        let val_loss = self.validation.after(step, &self.trainer.model);
        self.val_loss = val_loss.or(self.val_loss);
        vec![val_loss]
    }

    fn announce(&self) -> String {
        let Settings { batch, context, layers, heads, channels, .. } = self.settings;
        format!(
            "{}: {} characters. The model: {} different characters, {} parameters, {layers} layers, {heads} heads, \
             {channels} channels. A step looks at {batch} x {context} characters.",
            self.text.origin.name,
            self.text.len(),
            self.text.vocabulary.len(),
            count(self.trainer.model.parameter_count() as f64)
        )
    }

    fn status(&self, row: &Row) -> String {
        row.losses(self.val_loss)
    }

    fn conclude(&self, dir: &Path) -> String {
        let loss = self.val_loss.unwrap_or_else(|| self.validation.loss(&self.trainer.model));
        let mut said = format!("Loss on the held-out tenth: {loss:.4} nats per character.\n");
        if let Some((floor, entropy)) = self.text.floor(&self.validation.starts, self.settings.context) {
            said += &format!(
                "The least that is possible on the same windows: {floor:.4}; reached: {:.3} times that. Entropy of \
                 the source, with all of its past known: {entropy:.4}.\n",
                loss / floor
            );
        }
        said + &format!("Read what it writes: glassgpt generate --model {}", dir.display())
    }
}
