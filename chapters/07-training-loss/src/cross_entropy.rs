//! The loss: how surprised the model was by what came next.

use foundations::{Float, largest, map_in_place};
use ndarray::{Array2, Array3, ArrayRef1, ArrayRef2, ArrayRef3, Zip};

/// Weighted next-token cross-entropy, and its gradient.
///
/// ```text
/// L = −Σ_{b,t} w[b, t] · log p[b, t, targets[b, t]]        p = softmax(logits)
/// ∂L/∂logits[b, t] = w[b, t] · (p[b, t] − onehot(targets[b, t]))
/// ```
///
/// One loss for all three stages; only the weights differ. Pre-training: 1 everywhere.
/// Supervised fine-tuning: 1 on the answer, 0 on the question. Policy gradient: the
/// advantage on the answer's tokens. To get a mean instead of a sum, divide the weights by
/// `Σ|w|`, as [`Batch`](crate::Batch) does.
///
/// # Shapes
/// `logits`: `(B, T, V)`; `targets`, `weights`: `(B, T)`; returns L, in nats, and
/// `∂L/∂logits`: `(B, T, V)`.
///
/// # Panics
/// If the shapes do not fit together, or a target is not smaller than V.
///
/// ```
/// use ndarray::array;
/// use training_loss::cross_entropy;
/// // Two tokens, equally likely: the surprise is ln 2 whichever comes, and the gradient
/// // pulls the right one up.
/// let logits = array![[[0.0, 0.0]]];
/// let (loss, dlogits) = cross_entropy(&logits, &array![[1]], &array![[1.0]]);
/// assert_eq!(loss, 2.0_f64.ln());
/// assert_eq!(dlogits, array![[[0.5, -0.5]]]);
/// ```
// ANCHOR: cross_entropy
pub fn cross_entropy<F: Float>(
    logits: &ArrayRef3<F>,
    targets: &ArrayRef2<usize>,
    weights: &ArrayRef2<F>,
) -> (F, Array3<F>) {
    assert_fits(logits, targets);
    assert_eq!(targets.dim(), weights.dim(), "a weight for each target");
    let mut loss = 0.0; // in f64: in f32 a sum of very many small numbers drifts
    let mut dlogits = logits.to_owned(); // (B, T, V)
    for ((mut row, &target), &weight) in
        dlogits.rows_mut().into_iter().zip(targets).zip(weights)
    {
        let (log_p, sum) = exponentials(&mut row, target);
        loss -= (weight * log_p).as_f64();
        map_in_place(&mut row, |e| e * (weight / sum)); // w·p
        row[target] -= weight;
    }
    (F::of(loss), dlogits)
}

/// Writes `e^(logit − m)` over each logit, with m the largest; returns `log p[target]`, and
/// the sum that makes probabilities of the exponentials.
fn exponentials<F: Float>(row: &mut ArrayRef1<F>, target: usize) -> (F, F) {
    let (max, logit) = (largest(row), row[target]);
    map_in_place(row, |logit| (logit - max).exponential());
    let sum = row.sum();
    // The difference first: to a large number a logarithm would be lost.
    (logit - max - sum.ln(), sum)
}
// ANCHOR_END: cross_entropy

/// The loss of [`cross_entropy`] without its gradient: the same bits.
///
/// # Panics
/// As [`cross_entropy`].
pub(crate) fn loss_alone<F: Float>(
    logits: &ArrayRef3<F>,
    targets: &ArrayRef2<usize>,
    weights: &ArrayRef2<F>,
) -> F {
    assert_eq!(targets.dim(), weights.dim(), "a weight for each target");
    let log_p = log_probabilities(logits, targets); // (B, T)
    let mut loss = 0.0;
    for (&log_p, &weight) in log_p.iter().zip(weights) {
        loss -= (weight * log_p).as_f64();
    }
    F::of(loss)
}

/// `log p(target)` of every target: how well each was foreseen. The negative of it is the
/// surprise in nats.
///
/// ```text
/// log p[b, t] = logits[b, t, x] − m − log Σ_v exp(logits[b, t, v] − m)
/// x = targets[b, t], m the largest logit
/// ```
///
/// # Shapes
/// `logits`: `(B, T, V)`; `targets` and the result: `(B, T)`.
///
/// # Panics
/// If the shapes do not fit together, or a target is not smaller than V.
// ANCHOR: log_probabilities
pub fn log_probabilities<F: Float>(
    logits: &ArrayRef3<F>,
    targets: &ArrayRef2<usize>,
) -> Array2<F> {
    assert_fits(logits, targets);
    let mut logits = logits.to_owned(); // (B, T, V)
    Zip::from(logits.rows_mut())
        .and(targets)
        .map_collect(|mut row, &target| exponentials(&mut row, target).0)
}
// ANCHOR_END: log_probabilities

fn assert_fits<F: Float>(logits: &ArrayRef3<F>, targets: &ArrayRef2<usize>) {
    let (batch, tokens, _) = logits.dim();
    assert_eq!(
        targets.dim(),
        (batch, tokens),
        "a target for each row of logits: logits are {:?}",
        logits.dim()
    );
}
