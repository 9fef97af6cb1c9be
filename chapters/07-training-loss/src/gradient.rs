//! The loss of a batch and its gradient, the batch split over the processors.

use decoder::LanguageModel;
use foundations::Float;

use crate::{Batch, cross_entropy, cross_entropy::loss_alone};

/// The loss of a batch, in nats, and the gradient of every parameter of the model.
///
/// Each piece of the batch goes forward and backward on its own, and their gradients are
/// added.
// ANCHOR: loss_and_gradient
pub fn loss_and_gradient<F: Float, M: LanguageModel<F>>(
    model: &M,
    batch: &Batch<F>,
) -> (F, M) {
    let of_piece = |piece: &Batch<F>| {
        // logits: (its rows, T, V)
        let (logits, cache) = model.forward(&piece.inputs);
        let (loss, dlogits) = cross_entropy(&logits, &piece.targets, &piece.weights);
        (loss, model.backward(cache, &dlogits))
    };
    let add = |(loss, mut gradient): (F, M), (other_loss, other): (F, M)| {
        gradient.accumulate(&other);
        (loss + other_loss, gradient)
    };
    in_pieces(batch, pieces(batch), &of_piece, &add)
}

/// What `of_piece` finds in the pieces of a batch, put together in pairs by `add`.
fn in_pieces<F: Float, R: Send>(
    batch: &Batch<F>,
    count: usize,
    of_piece: &(impl Fn(&Batch<F>) -> R + Sync),
    add: &(impl Fn(R, R) -> R + Sync),
) -> R {
    if count == 1 || batch.inputs.nrows() == 1 {
        return of_piece(batch);
    }
    let [first, second] = batch.halves();
    let (first, second) = join(
        || in_pieces(&first, count / 2, of_piece, add),
        || in_pieces(&second, count / 2, of_piece, add),
    );
    add(first, second)
}

/// Four, or more if they would have more than 512 tokens on average; a row is never cut. It
/// depends on the batch alone: so the sums have the same bits on any number of threads.
fn pieces<F>(batch: &Batch<F>) -> usize {
    batch.inputs.len().div_ceil(512).next_power_of_two().max(4)
}
// ANCHOR_END: loss_and_gradient

/// The loss alone, for validation: the same bits as [`loss_and_gradient`]'s.
pub fn mean_loss<F: Float>(model: &impl LanguageModel<F>, batch: &Batch<F>) -> F {
    let of_piece = |piece: &Batch<F>| {
        let (logits, _) = model.forward(&piece.inputs); // (its rows, T, V)
        loss_alone(&logits, &piece.targets, &piece.weights)
    };
    in_pieces(batch, pieces(batch), &of_piece, &|loss, other| loss + other)
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
