//! # A norm made simpler after training
//!
//! A model with layer normalisation has been trained. Can it be rewritten as one with
//! RMSNorm that gives the same answers? What layer normalisation does in addition is to
//! subtract the mean, and to add a bias. Both can be moved into the linear layers
//! around it.
//!
//! **Before** the norm stands a layer x·w + b, with outputs of C channels. Write
//! `centred`: the weights of a layer whose outputs are the same, less the mean over
//! their channels. RMSNorm of these is layer normalisation of those.
//!
//! **After** the norm, n → gain ∘ n + bias, stands a layer with weights w and b. Write
//! `folded`: the weights w' and b' that do both at once,
//!
//!     n·w' + b' = (gain ∘ n + bias)·w + b
//!
//! Layers act on rows, from the right: w is (inputs, outputs).
//!
//! Check it: `cargo exercises check mean_out_of_the_weights`.
//! Stuck: `cargo exercises hint mean_out_of_the_weights`.

use ndarray::{Array1, Array2, array};

/// The weights of the layer whose outputs are those of x·w + b less their mean.
///
/// w: (M, C); b: (C); returns the same shapes.
pub fn centred(w: &Array2<f64>, b: &Array1<f64>) -> (Array2<f64>, Array1<f64>) {
    (Array2::zeros(w.raw_dim()), Array1::zeros(b.len()))
}

/// The weights w' and b' with n·w' + b' = (gain ∘ n + bias)·w + b.
///
/// gain, bias: (C); w: (C, M); b: (M); returns (C, M) and (M).
pub fn folded(
    gain: &Array1<f64>,
    bias: &Array1<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
) -> (Array2<f64>, Array1<f64>) {
    let _ = (gain, bias);
    (Array2::zeros(w.raw_dim()), Array1::zeros(b.len()))
}

/// A place to try things: `cargo run -p exercises --example mean_out_of_the_weights`.
fn main() {
    let (w, b) = centred(&array![[1.0, 5.0]], &array![0.0, 2.0]);
    println!("should be -2 2 and -1 1: {w} {b}");
}
