//! Caught by: the_gradient_of_the_input_is_that_of_small_differences

use ndarray::Array2;

/// swish(x·W) ∘ (x·V).
pub fn gated(x: &Array2<f64>, w: &Array2<f64>, v: &Array2<f64>) -> Array2<f64> {
    x.dot(w).mapv(|g| g * sigmoid(g)) * x.dot(v)
}

/// The gradients (dx, dw, dv), given dh (N, M).
pub fn gated_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    v: &Array2<f64>,
    dh: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let (g, u) = (x.dot(w), x.dot(v)); // (N, M)
    let du = dh * g.mapv(|g| g * sigmoid(g));
    let dg = dh * u * g.mapv(|g| sigmoid(g) * (1.0 + g * (1.0 - sigmoid(g))));
    (du.dot(&v.t()), x.t().dot(&dg), x.t().dot(&du))
}

fn sigmoid(g: f64) -> f64 {
    1.0 / (1.0 + (-g).exp())
}
