//! Caught by: it_sees_a_loss_in_bits

use ndarray::Array2;

/// The mean surprise of the targets, and its gradient: logits (T, V), T targets, gradient
/// (T, V).
pub type Loss = fn(logits: &Array2<f64>, targets: &[usize]) -> (f64, Array2<f64>);

/// Whether this loss does what cross-entropy must, on these logits and targets.
pub fn law(loss: Loss, logits: &Array2<f64>, targets: &[usize]) -> bool {
    const STEP: f64 = 1e-5;
    let (_, dlogits) = loss(logits, targets);
    let with = |at: (usize, usize), step: f64| {
        let mut nudged = logits.clone();
        nudged[at] += step;
        loss(&nudged, targets).0
    };
    logits.indexed_iter().all(|(at, _)| {
        let slope = (with(at, STEP) - with(at, -STEP)) / (2.0 * STEP);
        (slope - dlogits[at]).abs() < 1e-6
    })
}
