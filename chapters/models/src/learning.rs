//! Steps of training.

use fine_tuning::{Lesson, Pair, Reinforce, Reward, Round};
use rand::rngs::StdRng;
use training_loss::{Batch, Diverged, Schedule, Step, Trainer};

use crate::Model;

/// Chapter 7's trainer: [`Trainer::new`].
pub fn trainer(model: Model, schedule: Schedule) -> Trainer<Model> {
    Trainer::new(model, schedule)
}

/// [`Trainer::step`].
///
/// # Errors
/// If the loss or its gradient is not finite; the model is left as it was.
pub fn step(trainer: &mut Trainer<Model>, batch: &Batch<f32>) -> Result<Step, Diverged> {
    trainer.step(batch)
}

/// [`training_loss::mean_loss`].
pub fn mean_loss(model: &Model, batch: &Batch<f32>) -> f32 {
    training_loss::mean_loss(model, batch)
}

/// Chapter 8's [`Reinforce::step`].
///
/// # Errors
/// As [`step`].
///
/// # Panics
/// As [`Reinforce::step`].
pub fn reinforce_step(
    reinforce: &Reinforce<Model>,
    trainer: &mut Trainer<Model>,
    prompts: &[Vec<usize>],
    reward: &dyn Reward,
    rng: &mut StdRng,
) -> Result<Round, Diverged> {
    reinforce.step(trainer, prompts, reward, rng)
}

/// [`fine_tuning::dpo_step`].
///
/// # Errors
/// As [`step`].
///
/// # Panics
/// As that does.
pub fn dpo_step(
    trainer: &mut Trainer<Model>,
    supervised: &Model,
    comparisons: &[[Pair; 2]],
    beta: f64,
) -> Result<Lesson, Diverged> {
    fine_tuning::dpo_step(trainer, supervised, comparisons, beta)
}
