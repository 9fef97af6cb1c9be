//! The training loop with everything around it: metrics, checkpoints, Ctrl-C.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use decoder::Gpt;
use foundations::Params;
use glassgpt::model_dir;
use ndarray::Array2;
use serde::Serialize;

use super::checkpoint::{self, Checkpoint};
use super::metrics::Metrics;
use super::progress::Progress;
use super::{Interrupt, Made, Row, Settings, Task, over};

/// A checkpoint is at most this old, or a twentieth of the run.
const AGE: Duration = Duration::from_secs(30);

/// A run in its folder.
pub(crate) struct Run<T> {
    dir: PathBuf,
    task: T,
    metrics: Metrics,
    saved: Instant,
}

impl<T: Task> Run<T> {
    /// A run at its beginning. The folder is written to only when everything else is known to be right.
    pub(crate) fn start(out: &Path, given: &impl Serialize) -> Result<Run<T>> {
        let settings = over(given, &T::Settings::default());
        settings.check()?;
        if let Some(file) = checkpoint::FILES.iter().find(|file| out.join(file).exists()) {
            let out = out.display();
            bail!("{out} holds a model already ({file}): go on with it by --resume, or choose another --out");
        }
        let task = T::load(settings)?;
        std::fs::create_dir_all(out)
            .with_context(|| format!("--out {} can't be made: choose another folder", out.display()))?;
        checkpoint::write(out, &task)?; // from here on, whatever happens, the run can be resumed
        Run::open(out, task)
    }

    /// A run where its last checkpoint left it.
    pub(crate) fn resume(out: &Path, given: &impl Serialize) -> Result<Run<T>> {
        let checkpoint = Checkpoint::read(out, T::COMMAND)?;
        let mut task = T::load(checkpoint.settings(given)?)?;
        checkpoint.check_origins(&task.origins())?;
        checkpoint.restore(task.trainer_mut())?;
        Run::open(out, task)
    }

    fn open(out: &Path, task: T) -> Result<Run<T>> {
        let metrics = Metrics::open(out, T::COLUMNS, task.trainer().optimizer.steps as usize)?;
        Ok(Run { dir: out.to_owned(), task, metrics, saved: Instant::now() })
    }

    /// Trains until all steps are made, or the interrupt; then it says that the command `go_on` goes on.
    pub(crate) fn finish(mut self, interrupt: &Interrupt, go_on: &str) -> Result<()> {
        let steps = self.steps();
        println!("{} Steps: {steps}.", self.task.announce());
        if self.steps_made() > 0 {
            println!("{} steps are made already.", self.steps_made());
        }
        let mut progress = Progress::new(self.steps_made(), steps);
        while self.steps_made() < steps {
            let row = self.step()?;
            self.metrics.write(&row)?;
            progress.show(&row, &self.task.status(&row));
            let stop = interrupt.is_heard() && row.step < steps;
            if stop || self.is_save_due() {
                self.save()?;
            }
            if stop {
                progress.end();
                println!("Stopped after step {} of {steps}, and saved.", row.step);
                interrupt.leave(go_on);
            }
        }
        progress.end();
        println!("{}", self.task.conclude(&self.dir));
        Ok(())
    }

    fn steps(&self) -> usize {
        self.task.settings().steps()
    }

    fn steps_made(&self) -> usize {
        self.task.trainer().optimizer.steps as usize
    }

    /// One step, with its validation if it has one.
    fn step(&mut self) -> Result<Row> {
        let begun = Instant::now();
        let Made { step: made, numbers, tokens } = self.task.step();
        let seconds = begun.elapsed().as_secs_f64();
        let step = made.step + 1;
        self.check_finite(step, [made.loss, made.gradient_norm])?;
        self.check_finite(step, a_few_logits(&self.task.trainer().model))?;
        let validation = self.task.validate(step);
        self.check_finite(step, validation.iter().copied().flatten())?;
        let numbers = numbers.into_iter().map(Some).chain(validation).collect();
        Ok(Row { step, numbers, lr: made.lr, tokens, seconds })
    }

    /// # Errors
    /// If one of the numbers isn't finite: the training has failed.
    fn check_finite(&self, step: usize, numbers: impl IntoIterator<Item = f64>) -> Result<()> {
        ensure!(
            numbers.into_iter().all(f64::is_finite),
            "the loss is no longer a number at step {step}: start again in another --out with a smaller --lr than {} \
             (the last checkpoint in {} is still good)",
            self.task.settings().lr(),
            self.dir.display()
        );
        Ok(())
    }

    fn is_save_due(&self) -> bool {
        let (made, steps) = (self.steps_made(), self.steps());
        made == steps || made % steps.div_ceil(20) == 0 || self.saved.elapsed() >= AGE
    }

    /// The model first: once the state says that a step is made, the model of that step is there.
    fn save(&mut self) -> Result<()> {
        let model = &self.task.trainer().model;
        let tensors = model.tensors();
        let weights = tensors.iter().flat_map(|(_, tensor)| tensor.iter().map(|&weight| f64::from(weight)));
        self.check_finite(self.steps_made(), weights)?;
        model_dir::save(&self.dir, model, self.task.vocabulary(), Some(T::STAGE))?;
        self.metrics.sync()?;
        checkpoint::write(&self.dir, &self.task)?;
        self.saved = Instant::now();
        Ok(())
    }
}

/// What the model says to each of its tokens, as far as they fit: if a step was too long, it shows here, before
/// anybody draws from such numbers.
fn a_few_logits(model: &Gpt<f32>) -> Vec<f64> {
    let tokens = model.config.vocab.min(model.config.context);
    let (logits, _) = model.forward(&Array2::from_shape_fn((1, tokens), |(_, t)| t)); // (1, T, V)
    logits.iter().map(|&logit| f64::from(logit)).collect()
}
