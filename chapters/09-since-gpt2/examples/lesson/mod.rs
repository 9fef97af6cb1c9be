//! Training a decoder on Hollow Wood, with chapter 7's loss, batches and optimizer.

use foundations::Params;
use rand::rngs::StdRng;
use since_gpt2::Decoder;
use training_loss::{AdamW, Batch, Schedule, clip, cross_entropy};

/// The mean loss on a batch, and its gradient.
pub(crate) fn loss(model: &Decoder<f32>, batch: &Batch<f32>) -> (f64, Decoder<f32>) {
    let (logits, cache) = model.forward(&batch.inputs); // (B, T, V)
    let (loss, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
    (f64::from(loss), model.backward(cache, &dlogits))
}

/// Trains for `steps` steps on random windows of `t` tokens of the text.
pub(crate) fn train(
    model: &mut Decoder<f32>,
    text: &[usize],
    t: usize,
    steps: usize,
    rng: &mut StdRng,
) {
    let schedule = Schedule { peak: 5e-3, last: 1e-4, warm_up: 50, steps };
    let mut optimizer = AdamW::new(&*model);
    optimizer.decay = 0.01;
    for step in 0..steps {
        let (_, mut gradient) = loss(model, &Batch::random(text, 16, t, rng));
        clip(&mut gradient, 1.0);
        optimizer.step(model, &gradient, schedule.lr(step));
    }
    assert!(model.tensors().iter().all(|(_, tensor)| tensor.iter().all(|x| x.is_finite())));
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
