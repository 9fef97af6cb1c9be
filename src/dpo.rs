//! `glassgpt dpo`: to the optimum of `rl` by comparisons, without sampling the policy.

mod settings;

use std::path::Path;

use anyhow::Result;
use decoder::LanguageModel;
use fine_tuning::{Comparison, Lesson, Pair};
use hollow_wood::{Asks, Question};
use model_files::{Model, Shape, Stage};
use rand::{rngs::StdRng, seq::IndexedRandom};
use training_loss::{Diverged, Schedule};

use crate::pasted;
use crate::rl::{ADVICE, beside_the_optimum, check_supervised, mean};
use crate::runs::{Base, Learner, Purpose, Report, Row, Task, check_memory, generator};
use crate::wood::{Reply, Wood};
pub(crate) use settings::Settings;

/// The questions that are asked, and the model whose answers are compared.
pub(crate) struct Preferences {
    wood: Wood,
    questions: Vec<Question>,
    supervised: Model,
}

impl Task for Preferences {
    const COMMAND: &'static str = "dpo";
    const STAGE: Stage = Stage::Aligned;
    const COLUMNS: &'static [&'static str] = &["loss", "right"];
    type Settings = Settings;

    fn load(settings: Settings) -> Result<Learner<Preferences>> {
        let base = Base::load(settings.model.as_deref())?;
        check_supervised(&base)?;
        let wood = Wood::new(&base, ADVICE)?;
        let Settings { steps, batch, lr, .. } = settings;
        check_memory(&Shape::of(&base.model), batch, base.model.config().context, "--batch")?;
        let schedule = Schedule { peak: lr, last: lr / 4.0, warm_up: 0, steps };
        let mut trainer = models::trainer(base.model.clone(), schedule);
        trainer.optimizer.decay = 0.0; // β is what holds the weights
        let (questions, _) = Question::split(Asks::Who);
        let task = Preferences { wood, questions, supervised: base.model };
        Ok(Learner { settings, trainer, tokenizer: base.vocabulary.into(), origins: vec![base.origin], task })
    }

    fn step(learner: &mut Learner<Preferences>) -> Result<Report, Diverged> {
        let mut rng = generator(learner.settings.seed, Purpose::Answers(learner.steps_made()));
        let Learner { settings, trainer, task, .. } = learner;
        let comparisons = task.compare(settings, &mut rng);
        let Lesson { loss, log_ratios, step } =
            models::dpo_step(trainer, &task.supervised, &comparisons, settings.beta)?;
        let right = mean(log_ratios.iter().map(|[better, worse]| f64::from(better > worse)));
        let tokens = comparisons.as_flattened().iter().map(|pair| pair.answer.len()).sum();
        Ok(Report { step, numbers: vec![loss, right], tokens })
    }

    fn announce(Learner { settings, origins, task, .. }: &Learner<Preferences>) -> String {
        let Settings { beta, reward, batch, .. } = settings;
        format!(
            "{} questions about Hollow Wood. The model: {}; who compares goes by the reward: {}; β = {beta}. A step \
             looks at {batch} answers, two to a question.",
            task.questions.len(),
            origins[0].name,
            reward.name()
        )
    }

    fn status(row: &Row, _measured: &[Option<f64>]) -> String {
        let number = |i: usize| row.numbers[i].unwrap_or(f64::NAN);
        format!("loss {:.3}, right about {:.0} %", number(0), 100.0 * number(1))
    }

    fn conclude(Learner { settings, trainer, task, .. }: &Learner<Preferences>, dir: &Path) -> String {
        let Settings { seed, reward, beta, .. } = *settings;
        let mut rng = generator(seed, Purpose::Measurement);
        let both = [&trainer.model, &task.supervised];
        let said = beside_the_optimum(&task.wood, both, reward, beta, &mut rng);
        said + &format!("Talk to it: {}", pasted::command("chat --model", dir))
    }
}

impl Preferences {
    /// Two answers of the supervised model to each of some questions, the one that was liked better first.
    fn compare(&self, settings: &Settings, rng: &mut StdRng) -> Vec<[Pair; 2]> {
        let mut draw = || *self.questions.choose(rng).expect("some questions");
        let questions: Vec<Question> = (0..settings.batch / 2).map(|_| draw()).collect();
        let replies = self.wood.ask(&self.supervised, &questions, 2, rng);
        let reward = settings.reward.function();
        let mut choose = |[one, other]: &[Reply; 2]| {
            let texts = [&one.text[..], &other.text];
            let first = Comparison::prefers_first(reward, &one.question.prompt(), texts, rng);
            let (better, worse) = if first { (one, other) } else { (other, one) };
            [better.pair.clone(), worse.pair.clone()]
        };
        replies.as_chunks().0.iter().map(&mut choose).collect()
    }
}
