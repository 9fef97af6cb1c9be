//! `glassgpt pretrain`: a GPT learns to continue a text.

mod settings;
mod text;
mod tokens;
mod validation;

use std::path::Path;

use anyhow::Result;
use decoder::{Config, LanguageModel};
use foundations::Params;
use model_files::{Shape, Stage, Tokenizer};
use training_loss::{Batch, Diverged};

use crate::pasted;
use crate::runs::{Learner, Purpose, Report, Row, Start, Task, check_memory, count, generator, with_warm_up};
pub(crate) use settings::Settings;
use text::Text;
use validation::Validation;

/// A text, the most of it to learn from.
pub(crate) struct Pretraining {
    text: Text,
    validation: Validation,
}

impl Task for Pretraining {
    const COMMAND: &'static str = "pretrain";
    const STAGE: Stage = Stage::Pretrained;
    const COLUMNS: &'static [&'static str] = &["loss", "val_loss"];
    type Settings = Settings;

    fn load(mut settings: Settings) -> Result<Learner<Pretraining>> {
        let start = settings.model.as_deref().map(Start::load).transpose()?;
        if let Some(Start { model, .. }) = &start {
            settings.context = settings.context.min(model.config().context);
        }
        let (text, tokenizer, origin) = Text::load(&settings, start.as_ref().map(|start| &start.tokenizer))?;
        let Settings { steps, batch, context, lr, seed, .. } = settings;
        let of_start = start.as_ref().map(|start| Shape::of(&start.model));
        let shape = of_start.unwrap_or_else(|| settings.shape(tokenizer.vocab()));
        check_memory(&shape, batch, context, "--channels, --layers, --batch or --context")?;
        let mut origins = vec![origin];
        let model = match start {
            Some(start) => {
                origins.push(start.origin);
                start.model
            }
            None => shape.new_model(&mut generator(seed, Purpose::Weights)),
        };
        let trainer = with_warm_up(model, lr, steps);
        let validation = Validation::new(&settings, &text);
        let task = Pretraining { text, validation };
        Ok(Learner { settings, trainer, tokenizer, origins, task })
    }

    fn step(Learner { settings, trainer, task, .. }: &mut Learner<Pretraining>) -> Result<Report, Diverged> {
        let Settings { batch, context, seed, .. } = *settings;
        let mut rng = generator(seed, Purpose::Windows(trainer.optimizer.steps as usize));
        let step = models::step(trainer, &Batch::random(task.text.to_learn(), batch, context, &mut rng))?;
        Ok(Report { step, numbers: vec![step.loss], tokens: batch * context })
    }

    fn measure(learner: &Learner<Pretraining>, step: usize) -> Vec<Option<f64>> {
        vec![learner.task.validation.after(step, &learner.trainer.model)]
    }

    fn announce(Learner { settings, trainer, tokenizer, origins, task }: &Learner<Pretraining>) -> String {
        let Settings { batch, context, .. } = *settings;
        let Config { layers, heads, channels, .. } = *trainer.model.config();
        let [one, many] = unit(tokenizer);
        let from = origins.get(1).map_or(String::new(), |origin| format!(", from {}", origin.name));
        format!(
            "{}: {} {many}. The model{from}: {} different {many}, {} parameters, {layers} layers, {heads} heads, \
             {channels} channels. A step looks at {batch} x {context} {many}; losses are in nats per {one}.",
            origins[0].name,
            task.text.len(),
            tokenizer.vocab(),
            count(trainer.model.parameter_count() as f64)
        )
    }

    fn status(row: &Row, measured: &[Option<f64>]) -> String {
        row.losses(measured)
    }

    fn conclude(learner: &Learner<Pretraining>, dir: &Path) -> String {
        let Pretraining { text, validation } = &learner.task;
        let loss = validation.loss(&learner.trainer.model);
        let [one, _] = unit(&learner.tokenizer);
        let mut said = format!("Loss on the held-out tenth: {loss:.4} nats per {one}.\n");
        let context = learner.settings.context;
        if let Some((floor, entropy)) = text.floor(&learner.tokenizer, &validation.starts, context) {
            said += &format!(
                "The least that is possible on the same windows: {floor:.4}; reached: {:.3} times that. Entropy of \
                 the source, with all of its past known: {entropy:.4}.\n",
                loss / floor
            );
        }
        said + &format!("Read what it writes: {}", pasted::command("generate --model", dir))
    }
}

/// What a model's tokens are called, one and many.
fn unit(tokenizer: &Tokenizer) -> [&'static str; 2] {
    match tokenizer {
        Tokenizer::Characters(_) => ["character", "characters"],
        Tokenizer::BytePairs(_) => ["byte pair", "byte pairs"],
    }
}
