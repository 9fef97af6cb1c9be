//! The training loop: loss, gradient, clip, step.

use decoder::Gpt;
use foundations::Float;

use crate::{AdamW, Batch, Schedule, clip, loss_and_gradient};

/// A model in training.
#[derive(Clone, Debug, PartialEq)]
pub struct Trainer<F> {
    /// The model.
    pub model: Gpt<F>,
    /// What the optimizer remembers.
    pub optimizer: AdamW<Gpt<F>>,
    /// The learning rate over time.
    pub schedule: Schedule,
    /// The longest gradient that is let through.
    pub longest: f64,
}

/// What a training step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its number, from 0.
    pub step: usize,
    /// The loss before the step, in nats per token.
    pub loss: f64,
    /// The length of the gradient before clipping.
    pub gradient_norm: f64,
    /// The learning rate.
    pub lr: f64,
}

impl<F: Float> Trainer<F> {
    /// A trainer that has not taken a step yet; gradients longer than 1 are clipped.
    pub fn new(model: Gpt<F>, schedule: Schedule) -> Trainer<F> {
        Trainer { optimizer: AdamW::new(&model), model, schedule, longest: 1.0 }
    }

    /// One step on one batch.
    // ANCHOR: step
    pub fn step(&mut self, batch: &Batch<F>) -> Step {
        let step = self.optimizer.steps as usize;
        let lr = self.schedule.lr(step);
        let (loss, mut gradient) = loss_and_gradient(&self.model, batch);
        let gradient_norm = clip(&mut gradient, self.longest);
        self.optimizer.step(&mut self.model, &gradient, lr);
        Step { step, loss: loss.as_f64(), gradient_norm, lr }
    }
    // ANCHOR_END: step
}
