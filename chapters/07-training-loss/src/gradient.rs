//! The loss of a batch and its gradient, the batch split over the processors.

use decoder::Gpt;
use foundations::{Float, Params};

use crate::{Batch, cross_entropy, log_probabilities};

/// A batch is halved this many times: into two pieces on any machine, so that the sums are
/// the same bits on any number of threads.
const HALVINGS: usize = 1;

/// The loss of a batch, in nats, and the gradient of every parameter of the model.
///
/// The batch is split into pieces, each goes forward and backward on its own, and the
/// gradients are added pair by pair in a fixed order.
// ANCHOR: loss_and_gradient
pub fn loss_and_gradient<F: Float>(model: &Gpt<F>, batch: &Batch<F>) -> (F, Gpt<F>) {
    split(model, batch, HALVINGS)
}

fn split<F: Float>(model: &Gpt<F>, batch: &Batch<F>, halvings: usize) -> (F, Gpt<F>) {
    if halvings == 0 || batch.inputs.nrows() < 2 {
        let (logits, cache) = model.forward(&batch.inputs); // (B, T, V)
        let (loss, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
        return (loss, model.backward(cache, &dlogits));
    }
    let [first, second] = batch.halves();
    let ((loss, mut gradient), (other_loss, other)) =
        join(|| split(model, &first, halvings - 1), || split(model, &second, halvings - 1));
    gradient.accumulate(&other);
    (loss + other_loss, gradient)
}
// ANCHOR_END: loss_and_gradient

/// The loss alone: for validation.
pub fn mean_loss<F: Float>(model: &Gpt<F>, batch: &Batch<F>) -> F {
    mean_loss_split(model, batch, HALVINGS)
}

fn mean_loss_split<F: Float>(model: &Gpt<F>, batch: &Batch<F>, halvings: usize) -> F {
    if halvings == 0 || batch.inputs.nrows() < 2 {
        let (logits, _) = model.forward(&batch.inputs); // (B, T, V)
        return -(log_probabilities(&logits, &batch.targets) * &batch.weights).sum();
    }
    let [first, second] = batch.halves();
    let (loss, other) = join(
        || mean_loss_split(model, &first, halvings - 1),
        || mean_loss_split(model, &second, halvings - 1),
    );
    loss + other
}

#[cfg(feature = "threads")]
fn join<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(a, b)
}

#[cfg(not(feature = "threads"))]
fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
    (a(), b())
}
