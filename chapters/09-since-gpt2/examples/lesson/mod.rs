//! Training a decoder on Hollow Wood, with chapter 7's trainer.

use rand::rngs::StdRng;
use since_gpt2::Decoder;
use training_loss::{Batch, Schedule, Trainer};

/// The model after `steps` steps on random windows of `t` tokens of the text.
pub(crate) fn train(
    model: Decoder<f32>,
    text: &[usize],
    t: usize,
    steps: usize,
    rng: &mut StdRng,
) -> Decoder<f32> {
    let schedule = Schedule { peak: 5e-3, last: 1e-4, warm_up: 50, steps };
    let mut trainer = Trainer::new(model, schedule);
    trainer.optimizer.decay = 0.01;
    for _ in 0..steps {
        trainer.step(&Batch::random(text, 16, t, rng)).expect("a finite loss");
    }
    trainer.model
}

/// What `work` makes of each item, two at a time; in the order of the items.
pub(crate) fn on_two_processors<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let of = |items: &[T]| items.iter().map(&work).collect::<Vec<R>>();
    let (first, second) = items.split_at(items.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| of(second));
        let mut all = of(first);
        all.extend(other.join().expect("a run ends"));
        all
    })
}
