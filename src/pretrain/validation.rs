//! How well the model foresees text that it never learns from.

use model_files::Model;
use training_loss::{Batch, windows};

use super::{Settings, Text};

/// The most windows that a validation looks at.
const MOST: usize = 256;

/// Fixed windows of the held-out part, looked at every so many steps and after the last one.
pub(crate) struct Validation {
    pub(crate) starts: Vec<usize>,
    batches: Vec<Batch<f32>>,
    every: usize,
    steps: usize,
}

impl Validation {
    /// A forward takes at most half as long as a training step, so validation takes at most a twentieth of the run
    /// if it looks at no more than a tenth as many windows, at eight or more points of the run.
    /// (`book/src/beyond.py` looks at the same windows.)
    pub(crate) fn new(settings: &Settings, text: &Text) -> Validation {
        let Settings { steps, batch, context, .. } = *settings;
        let affordable = (steps.saturating_mul(batch) / 10).max(1);
        let count = (affordable / 8).clamp(1, MOST);
        let starts = windows(text.held_out().len(), count, context);
        let every = steps.div_ceil(affordable / count);
        let of_windows = |starts: &[usize]| Batch::of_windows(text.held_out(), starts, context);
        Validation { batches: starts.chunks(batch).map(of_windows).collect(), starts, every, steps }
    }

    /// The loss after a step (they count from 1), if it is measured there.
    pub(crate) fn after(&self, step: usize, model: &Model) -> Option<f64> {
        (step % self.every == 0 || step == self.steps).then(|| self.loss(model))
    }

    /// The mean over all windows; in batches no larger than a training step's, for the memory's sake.
    pub(crate) fn loss(&self, model: &Model) -> f64 {
        let sum =
            |batch: &Batch<f32>| f64::from(models::mean_loss(model, batch)) * batch.inputs.nrows() as f64;
        self.batches.iter().map(sum).sum::<f64>() / self.starts.len() as f64
    }
}
