//! `glassgpt pretrain`: a GPT learns to continue a text.

mod settings;
mod text;
mod validation;

use std::path::Path;

use anyhow::Result;
use decoder::Gpt;
use foundations::Params;
use model_files::Stage;
use training_loss::{Batch, Diverged};

use crate::runs::{Learner, Purpose, Report, Row, Task, check_memory, count, generator, with_warm_up};
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

    fn load(settings: Settings) -> Result<Learner<Pretraining>> {
        let (text, vocabulary, origin) = Text::load(&settings)?;
        let Settings { steps, batch, context, lr, seed, .. } = settings;
        let config = settings.config(vocabulary.len());
        check_memory(&config, batch, context, "--channels, --layers, --batch or --context")?;
        let model = Gpt::new(config, &mut generator(seed, Purpose::Weights));
        let trainer = with_warm_up(model, lr, steps);
        let validation = Validation::new(&settings, &text);
        let task = Pretraining { text, validation };
        Ok(Learner { settings, trainer, vocabulary, origins: vec![origin], task })
    }

    fn step(Learner { settings, trainer, task, .. }: &mut Learner<Pretraining>) -> Result<Report, Diverged> {
        let Settings { batch, context, seed, .. } = *settings;
        let mut rng = generator(seed, Purpose::Windows(trainer.optimizer.steps as usize));
        let step = trainer.step(&Batch::random(task.text.to_learn(), batch, context, &mut rng))?;
        Ok(Report { step, numbers: vec![step.loss], tokens: batch * context })
    }

    fn measure(learner: &Learner<Pretraining>, step: usize) -> Vec<Option<f64>> {
        vec![learner.task.validation.after(step, &learner.trainer.model)]
    }

    fn announce(Learner { settings, trainer, vocabulary, origins, task }: &Learner<Pretraining>) -> String {
        let Settings { batch, context, layers, heads, channels, .. } = *settings;
        format!(
            "{}: {} characters. The model: {} different characters, {} parameters, {layers} layers, {heads} heads, \
             {channels} channels. A step looks at {batch} x {context} characters.",
            origins[0].name,
            task.text.len(),
            vocabulary.len(),
            count(trainer.model.parameter_count() as f64)
        )
    }

    fn status(row: &Row, measured: &[Option<f64>]) -> String {
        row.losses(measured)
    }

    fn conclude(learner: &Learner<Pretraining>, dir: &Path) -> String {
        let Pretraining { text, validation } = &learner.task;
        let loss = validation.loss(&learner.trainer.model);
        let mut said = format!("Loss on the held-out tenth: {loss:.4} nats per character.\n");
        let context = learner.settings.context;
        if let Some((floor, entropy)) = text.floor(&learner.vocabulary, &validation.starts, context) {
            said += &format!(
                "The least that is possible on the same windows: {floor:.4}; reached: {:.3} times that. Entropy of \
                 the source, with all of its past known: {entropy:.4}.\n",
                loss / floor
            );
        }
        said + &format!("Read what it writes: glassgpt generate --model {}", dir.display())
    }
}
