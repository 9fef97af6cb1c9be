//! The training loop with everything around it: metrics, checkpoints, Ctrl-C.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use training_loss::Diverged;

use super::checkpoint::{self, Checkpoint};
use super::lock::Lock;
use super::metrics::{self, Metrics};
use super::progress::Progress;
use super::{Flags, Interrupt, Learner, Report, Row, Settings, Task, finite};

/// A checkpoint is at most this old, or a twentieth of the run.
const AGE: Duration = Duration::from_secs(30);

/// A run in its folder.
pub(crate) struct Run<T: Task> {
    dir: PathBuf,
    lock: Lock,
    learner: Learner<T>,
    metrics: Metrics,
    /// What was measured last: the last of the columns.
    measured: Vec<Option<f64>>,
    saved: Instant,
}

impl<T: Task> Run<T> {
    /// A run at its beginning. The folder is written to only when everything else is known to be right.
    pub(crate) fn start(out: &Path, settings: T::Settings) -> Result<Run<T>> {
        settings.check()?;
        check_is_free(out)?;
        let learner = T::load(settings)?;
        fs::create_dir_all(out)
            .with_context(|| format!("--out {} can't be made: choose another folder", out.display()))?;
        let lock = Lock::take(out)?;
        check_is_free(out)?; // another run may have begun there while this one was loaded
        // From here on, whatever happens, the run can be resumed.
        checkpoint::write(out, &learner, &metrics::fingerprint_at_start(T::COLUMNS))?;
        let metrics = Metrics::start(out, T::COLUMNS)?;
        Ok(Run::of(out, lock, learner, metrics))
    }

    /// A run where its last checkpoint left it.
    pub(crate) fn resume(out: &Path, flags: Flags<T::Settings>) -> Result<Run<T>> {
        ensure!(
            checkpoint::is_begun(out),
            "in {} there is no run to go on with: leave --resume out",
            out.display()
        );
        let lock = Lock::take(out)?;
        let checkpoint = Checkpoint::read(out, T::COMMAND)?;
        let mut learner = T::load(checkpoint.settings(flags)?)?;
        checkpoint.check_origins(&learner.origins)?;
        checkpoint.restore(&mut learner.trainer)?;
        model_files::check_is_free_for(out, &learner.trainer.model, &learner.tokenizer, Some(T::STAGE))?;
        let metrics = Metrics::resume(out, T::COLUMNS, learner.steps_made(), checkpoint.metrics()?)?;
        Ok(Run::of(out, lock, learner, metrics))
    }

    fn of(out: &Path, lock: Lock, learner: Learner<T>, metrics: Metrics) -> Run<T> {
        Run { dir: out.to_owned(), lock, learner, metrics, measured: Vec::new(), saved: Instant::now() }
    }

    /// Trains until all steps are made, or the interrupt; then it says that the command `go_on` goes on.
    pub(crate) fn finish(mut self, interrupt: &Interrupt, go_on: &str) -> Result<()> {
        let steps = self.steps();
        println!("{} Steps: {steps}.", T::announce(&self.learner));
        if self.steps_made() > 0 {
            println!("{} steps are made already.", self.steps_made());
        }
        let mut progress = Progress::new(self.steps_made(), steps);
        while self.steps_made() < steps {
            let row = self.step()?;
            self.metrics.write(&row)?;
            progress.show(&row, &T::status(&row, &self.measured));
            let stop = interrupt.is_asked_for() && row.step < steps;
            if stop || self.is_save_due() {
                self.save()?;
            }
            if stop {
                progress.end();
                println!("Stopped after step {} of {steps}, and saved.", row.step);
                drop(self); // with its lock: no destructor runs where a process leaves
                interrupt.leave(go_on);
            }
        }
        progress.end();
        println!("{}", T::conclude(&self.learner, &self.dir));
        Ok(())
    }

    fn steps(&self) -> usize {
        self.learner.settings.steps()
    }

    fn steps_made(&self) -> usize {
        self.learner.steps_made()
    }

    /// One step, with its validation if it has one.
    fn step(&mut self) -> Result<Row> {
        let (begun, step) = (Instant::now(), self.steps_made() + 1);
        let report = T::step(&mut self.learner);
        let seconds = begun.elapsed().as_secs_f64();
        let Report { step: made, numbers, tokens } = report.map_err(|Diverged { tensor, .. }| {
            let of_gradient = || tensor.map(|name| format!("the gradient of {name}"));
            self.failure(step, self.fault().or_else(of_gradient))
        })?;
        let measured = T::measure(&self.learner, step);
        if !measured.iter().flatten().all(|number| number.is_finite()) {
            return Err(self.failure(step, self.fault()));
        }
        let numbers = numbers.into_iter().map(Some).chain(measured.iter().copied()).collect();
        if measured.iter().any(Option::is_some) {
            self.measured = measured;
        }
        Ok(Row { step, numbers, lr: made.lr, tokens, seconds })
    }

    /// The first part of the model that is not finite.
    fn fault(&self) -> Option<String> {
        finite::fault(&self.learner.trainer.model)
    }

    /// What to say when the training has failed; `fault` is what stopped being a number first.
    fn failure(&self, step: usize, fault: Option<String>) -> Error {
        anyhow!(
            "at step {step} {} is no longer finite: start again in another --out with a smaller --lr than {:?} (the \
             last checkpoint in {} is still good)",
            fault.as_deref().unwrap_or("the loss"),
            self.learner.settings.lr(),
            self.dir.display()
        )
    }

    fn is_save_due(&self) -> bool {
        let (made, steps) = (self.steps_made(), self.steps());
        made == steps || made % steps.div_ceil(20) == 0 || self.saved.elapsed() >= AGE
    }

    /// # Errors
    /// If the model computes no numbers any more: the checkpoint before this one is kept. If it can't be written.
    fn save(&mut self) -> Result<()> {
        if let Some(fault) = self.fault() {
            return Err(self.failure(self.steps_made(), Some(fault)));
        }
        self.lock.check()?;
        // If the folder goes away in this moment, that is what to say.
        self.write().or_else(|fault| self.lock.check().and(Err(fault)))?;
        self.saved = Instant::now();
        Ok(())
    }

    /// The model first: once the state says that a step is made, the model of that step is there.
    fn write(&self) -> Result<()> {
        let Learner { trainer, tokenizer, .. } = &self.learner;
        model_files::save(&self.dir, &trainer.model, tokenizer, Some(T::STAGE))?;
        self.metrics.sync()?;
        checkpoint::write(&self.dir, &self.learner, &self.metrics.fingerprint())
    }
}

/// # Errors
/// If there is a run or a model in the folder.
fn check_is_free(out: &Path) -> Result<()> {
    if let Some(file) = checkpoint::FILES.iter().find(|file| out.join(file).exists()) {
        let out = out.display();
        bail!("{out} holds a model already ({file}): go on with it by --resume, or choose another --out");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pretrain::{self, Pretraining};
    use crate::runs::defaults;
    use since_gpt2::Choice;

    /// Weights spoilt in the middle of a run: the step and the layer are named, and the checkpoint is that of before.
    #[test]
    fn numbers_that_are_none_stop_the_run_and_leave_the_last_good_checkpoint() {
        let settings = pretrain::Settings {
            layers: 3,
            heads: 2,
            channels: 8,
            context: 8,
            batch: 4,
            steps: 90,
            ..defaults()
        };
        for (l, poison) in [(0, f32::MAX), (1, f32::MAX), (2, f32::MAX), (1, f32::NAN)] {
            let dir = tempfile::tempdir().unwrap();
            let mut run = Run::<Pretraining>::start(dir.path(), settings.clone()).unwrap();
            run.step().unwrap();
            run.save().unwrap();
            let good = run.learner.trainer.clone();
            run.step().unwrap();
            let Choice::Then(model) = &mut run.learner.trainer.model else { panic!("a GPT-2") };
            let layer = &mut model.blocks[l].feed_forward.inner;
            layer.up.b.fill(9.0); // past ReLU
            layer.down.w.fill(poison);
            let error = run.step().map(drop).unwrap_err().to_string();
            let (word, tensor) = if poison.is_nan() { ("weight", ".down.w") } else { ("output of", "") };
            let fault = format!("at step 3 the {word} blocks.{l}.feed_forward{tensor} is no longer finite");
            assert!(error.starts_with(&fault) && error.contains("a smaller --lr than"), "{error}");
            drop(run);
            let resumed =
                Run::<Pretraining>::resume(dir.path(), Flags { settings: defaults(), given: Vec::new() })
                    .unwrap();
            assert_eq!(resumed.learner.trainer, good);
        }
    }
}
