//! The training loop with everything around it: batches, validation, metrics, checkpoints, Ctrl-C.

use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use foundations::Params;
use glassgpt::model_dir;
use training_loss::{Batch, Trainer};

use super::metrics::Row;
use super::progress::Progress;
use super::{Metrics, Purpose, Settings, Text, Validation, checkpoint, generator, memory};

/// A checkpoint is at most this old, or a twentieth of the run.
const AGE: Duration = Duration::from_secs(30);
/// What a shell expects of a program that Ctrl-C has stopped.
const STOPPED: i32 = 130;

/// A run in its folder.
pub(crate) struct Run {
    dir: PathBuf,
    settings: Settings,
    text: Text,
    trainer: Trainer<f32>,
    validation: Validation,
    metrics: Metrics,
    val_loss: Option<f64>,
    saved: Instant,
}

impl Run {
    pub(crate) fn new(
        dir: &Path,
        settings: Settings,
        text: Text,
        trainer: Trainer<f32>,
        metrics: Metrics,
    ) -> Run {
        let validation = Validation::new(&settings, &text);
        Run {
            dir: dir.to_owned(),
            settings,
            text,
            trainer,
            validation,
            metrics,
            val_loss: None,
            saved: Instant::now(),
        }
    }

    /// Trains until all steps are made, or Ctrl-C.
    pub(crate) fn finish(mut self) -> Result<()> {
        let stop = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&stop);
        ctrlc::set_handler(move || heard.store(true, Ordering::Relaxed))
            .context("Ctrl-C can't be listened to")?;
        let Settings { steps, batch, context, .. } = self.settings;
        self.announce();
        let mut progress = Progress::new(self.steps_made(), steps, batch * context);
        while self.steps_made() < steps {
            let row = self.step()?;
            self.metrics.write(&row)?;
            progress.show(&row);
            let stop = stop.load(Ordering::Relaxed) && row.step < steps;
            if stop || self.is_save_due() {
                self.save()?;
            }
            if stop {
                progress.end();
                let out = self.dir.display();
                println!("Stopped after step {} of {steps}, and saved.", row.step);
                println!("Go on with: glassgpt pretrain --out {out} --resume");
                process::exit(STOPPED);
            }
        }
        progress.end();
        self.conclude();
        Ok(())
    }

    fn steps_made(&self) -> usize {
        self.trainer.optimizer.steps as usize
    }

    /// One step, with its validation if it has one.
    fn step(&mut self) -> Result<Row> {
        let begun = Instant::now();
        let Settings { batch, context, seed, .. } = self.settings;
        let mut rng = generator(seed, Purpose::Batch(self.steps_made()));
        let batch_of_step = Batch::random(self.text.to_learn(), batch, context, &mut rng);
        let made = self.trainer.step(&batch_of_step);
        let tokens_per_s = (batch * context) as f64 / begun.elapsed().as_secs_f64();
        let step = made.step + 1;
        self.check_finite(step, [made.loss, made.gradient_norm])?;
        let val_loss = self.validation.after(step, &self.trainer.model);
        self.check_finite(step, val_loss)?;
        self.val_loss = val_loss.or(self.val_loss);
        Ok(Row { step, loss: made.loss, val_loss, lr: made.lr, tokens_per_s })
    }

    /// # Errors
    /// If one of the numbers isn't finite: the training has failed.
    fn check_finite(&self, step: usize, numbers: impl IntoIterator<Item = f64>) -> Result<()> {
        ensure!(
            numbers.into_iter().all(f64::is_finite),
            "the loss is no longer a number at step {step}: start again in another --out with a smaller --lr than {} \
             (the last checkpoint in {} is still good)",
            self.settings.lr,
            self.dir.display()
        );
        Ok(())
    }

    fn is_save_due(&self) -> bool {
        let (made, steps) = (self.steps_made(), self.settings.steps);
        made == steps || made % steps.div_ceil(20) == 0 || self.saved.elapsed() >= AGE
    }

    /// The model first: once the state says that a step is made, the model of that step is there.
    fn save(&mut self) -> Result<()> {
        let model = &self.trainer.model;
        let tensors = model.tensors();
        let weights = tensors.iter().flat_map(|(_, tensor)| tensor.iter().map(|&weight| f64::from(weight)));
        self.check_finite(self.steps_made(), weights)?;
        model_dir::save(&self.dir, model, &self.text.vocabulary)?;
        self.metrics.sync()?;
        checkpoint::write(&self.dir, &self.settings, &self.text, &self.trainer)?;
        self.saved = Instant::now();
        Ok(())
    }

    fn announce(&self) {
        let Settings { steps, batch, context, layers, heads, channels, .. } = self.settings;
        println!(
            "{}: {} characters, {} different. The model: {} parameters, {layers} layers, {heads} heads, {channels} \
             channels. {steps} steps of {batch} x {context} characters.",
            self.text.name,
            self.text.len(),
            self.text.vocabulary.len(),
            memory::count(self.trainer.model.parameter_count() as f64)
        );
        if self.steps_made() > 0 {
            println!("{} steps are made already.", self.steps_made());
        }
    }

    fn conclude(&self) {
        let loss = self.val_loss.unwrap_or_else(|| self.validation.loss(&self.trainer.model));
        println!("Loss on the held-out tenth: {loss:.4} nats per character.");
        if let Some((floor, entropy)) = self.text.floor(&self.validation.starts, self.settings.context) {
            println!(
                "The least that is possible on the same windows: {floor:.4}; reached: {:.3} times that. Entropy of \
                 the source, with all of its past known: {entropy:.4}.",
                loss / floor
            );
        }
        println!("Read what it writes: glassgpt generate --model {}", self.dir.display());
    }
}
