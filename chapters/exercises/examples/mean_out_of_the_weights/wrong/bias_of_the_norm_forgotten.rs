//! Caught by: a_folded_layer_by_hand

use ndarray::{Array1, Array2, Axis};

/// The weights of the layer whose outputs are those of x·w + b less their mean.
pub fn centred(w: &Array2<f64>, b: &Array1<f64>) -> (Array2<f64>, Array1<f64>) {
    let means = w.mean_axis(Axis(1)).expect("a channel").insert_axis(Axis(1)); // (M, 1)
    (w - &means, b - b.mean().expect("a channel"))
}

/// The weights w' and b' with n·w' + b' = (gain ∘ n + bias)·w + b.
pub fn folded(
    gain: &Array1<f64>,
    bias: &Array1<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>) {
    let _ = bias;
    let gains = gain.view().insert_axis(Axis(1)); // (C, 1)
    (w * &gains, b.clone())
}
