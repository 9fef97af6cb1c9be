//! `glassgpt sft`: supervised fine-tuning, from examples of questions and answers.

mod examples;
mod pairs;
mod settings;

use std::path::Path;

use anyhow::Result;
use decoder::LanguageModel;
use fine_tuning::supervised;
use model_files::{Shape, Stage};
use ndarray::s;
use training_loss::Diverged;

use crate::pasted;
use crate::runs::{Base, Learner, Purpose, Report, Row, Task, check_memory, generator, with_warm_up};
use crate::wood::Wood;
use examples::Examples;
pub(crate) use settings::Settings;

/// Answers to each held-out question, when it is measured on the way, and at the end.
const ON_THE_WAY: usize = 5;
const AT_THE_END: usize = 25;

/// Examples of questions and answers.
pub(crate) struct Supervision {
    examples: Examples,
}

impl Task for Supervision {
    const COMMAND: &'static str = "sft";
    const STAGE: Stage = Stage::Supervised;
    const COLUMNS: &'static [&'static str] = &["loss", "val_loss", "valid"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Learner<Supervision>> {
        let base = Base::load(settings.model.as_deref())?;
        let examples = Examples::load(&settings, &base)?;
        let Settings { steps, batch, lr, .. } = settings;
        let rows = batch.saturating_add(examples.stories(batch));
        check_memory(&Shape::of(&base.model), rows, base.model.config().context, "--batch")?;
        let origins = vec![base.origin, examples.origin.clone()];
        let (trainer, tokenizer) = (with_warm_up(base.model, lr, steps), base.vocabulary.into());
        Ok(Learner { settings, trainer, tokenizer, origins, task: Supervision { examples } })
    }

    fn step(Learner { settings, trainer, task, .. }: &mut Learner<Supervision>) -> Result<Report, Diverged> {
        let mut rng = generator(settings.seed, Purpose::Pairs(trainer.optimizer.steps as usize));
        let answers = task.examples.draw(settings.batch, &mut rng);
        let stories = task.examples.draw_stories(settings.batch, &mut rng);
        let context = trainer.model.config().context;
        let of_stories =
            (!stories.is_empty()).then(|| models::mean_loss(&trainer.model, &supervised(&stories, context)));
        let pairs = [answers, stories].concat();
        let batch = supervised::<f32>(&pairs, context);
        let step = models::step(trainer, &batch)?;
        // Told is the loss of the answers, which the validation has too: the step's without the stories' share of it.
        let of_answers = of_stories.map_or(step.loss, |of_stories| {
            let share = f64::from(batch.weights.slice(s![..settings.batch, ..]).sum());
            (step.loss - (1.0 - share) * f64::from(of_stories)) / share
        });
        let tokens = pairs.iter().map(|pair| pair.prompt.len() + pair.answer.len()).sum();
        Ok(Report { step, numbers: vec![of_answers], tokens })
    }

    /// At eight points of the run.
    fn measure(learner: &Learner<Supervision>, step: usize) -> Vec<Option<f64>> {
        let Learner { settings: Settings { steps, batch, seed, .. }, trainer, task, .. } = learner;
        if step % steps.div_ceil(8) != 0 && step != *steps {
            return vec![None, None];
        }
        let examples = &task.examples;
        vec![examples.loss(&trainer.model, *batch), examples.valid(&trainer.model, ON_THE_WAY, *seed)]
    }

    fn announce(Learner { settings, origins, task, .. }: &Learner<Supervision>) -> String {
        let (what, model, batch) = (&task.examples.what, &origins[0].name, settings.batch);
        let stories = if task.examples.stories(batch) > 0 { ", and at a story for every four" } else { "" };
        format!("{what}. The model: {model}. A step looks at {batch} of them{stories}.")
    }

    fn status(row: &Row, measured: &[Option<f64>]) -> String {
        row.losses(measured)
    }

    fn conclude(learner: &Learner<Supervision>, dir: &Path) -> String {
        let Learner { settings: Settings { batch, seed, .. }, trainer, task, .. } = learner;
        let loss = task.examples.loss(&trainer.model, *batch).map_or(String::new(), |loss| {
            format!("Loss on the held-out answers: {loss:.4} nats per character.\n")
        });
        let valid = task.examples.valid(&trainer.model, AT_THE_END, *seed).map_or(String::new(), |valid| {
            format!("Valid answers to the held-out questions: {:.1} %.\n", 100.0 * valid)
        });
        format!("{loss}{valid}Talk to it: {}", pasted::command("chat --model", dir))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use decoder::{Config, Vocabulary};
    use hollow_wood::ALPHABET;
    use rand::{SeedableRng, rngs::StdRng};

    /// What is learnt from is more than what is told of: here 8 answers, and 2 stories.
    #[test]
    fn a_step_learns_from_stories_too_and_tells_the_loss_of_the_answers() {
        let dir = tempfile::tempdir().unwrap();
        let vocabulary = Vocabulary::new(ALPHABET.chars().collect());
        let shape = Shape::Gpt2(Config::article(vocabulary.len(), 128, 1, 1, 8));
        let model = shape.new_model(&mut StdRng::seed_from_u64(1));
        model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
        let model = Some(dir.path().to_owned());
        let settings = Settings { model, pairs: None, steps: 2, batch: 8, lr: 0.01, seed: 1 };
        let mut run = Supervision::load(settings).unwrap();

        let mut rng = generator(1, Purpose::Pairs(0));
        let answers = run.task.examples.draw(8, &mut rng);
        let stories = run.task.examples.draw_stories(8, &mut rng);
        assert_eq!(stories.len(), 2);
        let loss_of = |pairs: &[_]| models::mean_loss(&run.trainer.model, &supervised(pairs, 128));
        let (told, learnt) = (loss_of(&answers), loss_of(&[answers.clone(), stories].concat()));

        let report = Supervision::step(&mut run).unwrap();
        assert!((report.numbers[0] - f64::from(told)).abs() < 1e-5, "{} for {told}", report.numbers[0]);
        assert!((report.step.loss - f64::from(learnt)).abs() < 1e-5, "{} for {learnt}", report.step.loss);
        assert!((learnt - told).abs() > 1e-4, "the stories change the loss");
    }
}
