//! Hollow Wood as the examples of this chapter train on it.

use decoder::Gpt;
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Batch, Schedule, Trainer, Wood};

// ANCHOR: train
/// Trains for `steps` steps on `batch` windows each, and shows the trainer to `look` before
/// each step and at the end.
pub(crate) fn train(
    wood: &Wood<f32>,
    model: Gpt<f32>,
    steps: usize,
    batch: usize,
    mut look: impl FnMut(usize, &Trainer<Gpt<f32>>),
) -> Gpt<f32> {
    let context = model.config.context;
    let schedule = Schedule { peak: 3e-3, last: 1e-4, warm_up: steps.min(50), steps };
    let mut trainer = Trainer::new(model, schedule);
    trainer.optimizer.decay = 0.01;
    let mut rng = StdRng::seed_from_u64(4);
    for step in 0..steps {
        look(step, &trainer);
        let batch = Batch::random(&wood.text, batch, context, &mut rng);
        trainer.step(&batch).expect("a finite loss");
    }
    look(steps, &trainer);
    trainer.model
}
// ANCHOR_END: train
