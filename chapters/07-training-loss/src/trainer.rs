//! The training loop: loss, gradient, clip, step.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

use decoder::LanguageModel;
use foundations::{Float, Params};

use crate::{AdamW, Batch, Schedule, clip, loss_and_gradient};

/// A model in training.
#[derive(Clone, Debug, PartialEq)]
pub struct Trainer<M> {
    /// The model.
    pub model: M,
    /// What the optimizer remembers.
    pub optimizer: AdamW<M>,
    /// The learning rate over time.
    pub schedule: Schedule,
    /// The longest gradient that is let through.
    pub max_norm: f64,
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

/// Why a step was not made: its loss or its gradient is not finite. No number of the model
/// or of the optimizer has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Diverged {
    /// The number of the step, from 0.
    pub step: usize,
    /// The loss.
    pub loss: f64,
    /// The length of the gradient.
    pub gradient_norm: f64,
    /// The tensor whose gradient was the first that is not finite, on the way back from the
    /// loss.
    pub tensor: Option<String>,
}

impl Display for Diverged {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let Diverged { step, loss, gradient_norm, .. } = self;
        write!(
            f,
            "step {step} was not made: its loss is {loss}, its gradient's length \
             {gradient_norm}"
        )
    }
}

impl Error for Diverged {}

impl<M: Clone> Trainer<M> {
    /// A trainer that has not taken a step yet; gradients longer than 1 are clipped.
    pub fn new<F: Float>(model: M, schedule: Schedule) -> Trainer<M>
    where
        M: Params<F>,
    {
        Trainer { optimizer: AdamW::new(&model), model, schedule, max_norm: 1.0 }
    }

    /// One step on one batch.
    ///
    /// # Errors
    /// If the loss or the gradient is not finite: such a gradient would make every number
    /// of the model NaN, so the model is left as it is.
    // ANCHOR: step
    pub fn step<F: Float>(&mut self, batch: &Batch<F>) -> Result<Step, Diverged>
    where
        M: LanguageModel<F>,
    {
        let step = self.optimizer.steps as usize;
        let lr = self.schedule.lr(step);
        let (loss, mut gradient) = loss_and_gradient(&self.model, batch);
        let (loss, gradient_norm) = (loss.as_f64(), clip(&mut gradient, self.max_norm));
        if !(loss.is_finite() && gradient_norm.is_finite()) {
            let tensor = last_fault(&gradient);
            return Err(Diverged { step, loss, gradient_norm, tensor });
        }
        self.optimizer.step(&mut self.model, &gradient, lr);
        Ok(Step { step, loss, gradient_norm, lr })
    }
    // ANCHOR_END: step
}

/// The last tensor with a number that is not finite.
fn last_fault<F: Float>(gradient: &impl Params<F>) -> Option<String> {
    let is_fault = |number: &F| !number.is_finite();
    let tensors = gradient.tensors().into_iter();
    tensors.rev().find(|(_, tensor)| tensor.iter().any(is_fault)).map(|(name, _)| name)
}
