//! Caught by: it_sees_a_gradient_with_the_wrong_sign

use ndarray::{Array2, Axis};

/// The mean surprise of the targets, and its gradient: logits (T, V), T targets, gradient
/// (T, V).
pub type Loss = fn(logits: &Array2<f64>, targets: &[usize]) -> (f64, Array2<f64>);

/// Whether every row of the gradient sums to 0.
pub fn law(loss: Loss, logits: &Array2<f64>, targets: &[usize]) -> bool {
    loss(logits, targets).1.sum_axis(Axis(1)).iter().all(|sum| sum.abs() < 1e-9)
}
