//! The loss of a batch and its gradient, the batch split over the processors.

use decoder::LanguageModel;
use foundations::Float;

use crate::{Batch, cross_entropy, cross_entropy::loss_alone};

/// The loss of a batch, in nats, and the gradient of every parameter of the model.
///
/// The two halves of the batch go forward and backward on their own, and their gradients
/// are added.
// ANCHOR: loss_and_gradient
pub fn loss_and_gradient<F: Float, M: LanguageModel<F>>(
    model: &M,
    batch: &Batch<F>,
) -> (F, M) {
    let of_half = |half: &Batch<F>| {
        let (logits, cache) = model.forward(&half.inputs); // (B/2, T, V)
        let (loss, dlogits) = cross_entropy(&logits, &half.targets, &half.weights);
        (loss, model.backward(cache, &dlogits))
    };
    by_halves(batch, of_half, |(loss, mut gradient), (other_loss, other)| {
        gradient.accumulate(&other);
        (loss + other_loss, gradient)
    })
}

/// What `of_half` finds in the halves of a batch, put together by `add`. Two halves on any
/// machine: so the sums are the same bits on any number of threads.
fn by_halves<F: Float, R: Send>(
    batch: &Batch<F>,
    of_half: impl Fn(&Batch<F>) -> R + Sync,
    add: impl Fn(R, R) -> R,
) -> R {
    if batch.inputs.nrows() < 2 {
        return of_half(batch);
    }
    let [first, second] = batch.halves();
    let (first, second) = join(|| of_half(&first), || of_half(&second));
    add(first, second)
}
// ANCHOR_END: loss_and_gradient

/// The loss alone, for validation: the same bits as [`loss_and_gradient`]'s.
pub fn mean_loss<F: Float>(model: &impl LanguageModel<F>, batch: &Batch<F>) -> F {
    let of_half = |half: &Batch<F>| {
        let (logits, _) = model.forward(&half.inputs); // (B/2, T, V)
        loss_alone(&logits, &half.targets, &half.weights)
    };
    by_halves(batch, of_half, |loss, other| loss + other)
}

// ANCHOR: join
/// Both results; on two processors, if there are two.
#[cfg(feature = "threads")]
fn join<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(a, b)
}
// ANCHOR_END: join

#[cfg(not(feature = "threads"))]
fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}
