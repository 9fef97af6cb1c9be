//! # Right for one, wrong for the other
//!
//! This network was written for ReLU. Its gradients were checked, every one of them,
//! against small differences, and they were right. Later someone changed one word, `Relu`
//! to `Gelu`, and ran it: the loss still falls, but no longer as far as it should. With
//! ReLU the backward is still right. Find the mistake and mend it.
//!
//! The forward was `h = x·W_1 + b_1`, `z = f(h)`, `y = z·W_2 + b_2`. Given `dy`, find `dx`
//! and `dw_1`.
//!
//! Don't use `feed_forward::FeedForward`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check slope_at_the_output`.
//! Stuck: `cargo exercises hint slope_at_the_output`.

use feed_forward::Activation;
use ndarray::{Array1, Array2, array};

/// y = f(x·W_1 + b_1)·W_2 + b_2, for tokens that are the rows of x.
pub struct Network {
    /// W_1: (C, M).
    pub w_1: Array2<f64>,
    /// b_1: (M).
    pub b_1: Array1<f64>,
    /// W_2: (M, C).
    pub w_2: Array2<f64>,
    /// f.
    pub activation: Activation,
}

/// The gradients (dx, dw_1), given dy (N, C).
pub fn backward(
    network: &Network,
    x: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    let h = x.dot(&network.w_1) + &network.b_1; // (N, M)
    let z = h.mapv(|h| network.activation.value(h));
    let dz = dy.dot(&network.w_2.t()); // (N, M)
    let dh = dz * z.mapv(|z| network.activation.slope(z));
    (dh.dot(&network.w_1.t()), x.t().dot(&dh))
}

/// A place to try things: `cargo run -p exercises --example slope_at_the_output`.
fn main() {
    let (w_1, b_1, w_2) = (array![[1.0]], array![0.0], array![[1.0]]);
    for activation in [Activation::Relu, Activation::Gelu] {
        let network =
            Network { w_1: w_1.clone(), b_1: b_1.clone(), w_2: w_2.clone(), activation };
        let (dx, _) = backward(&network, &array![[-0.5]], &array![[1.0]]);
        println!(
            "{activation:?} at -0.5 has the slope {:.4}; dx = {dx:.4}",
            activation.slope(-0.5)
        );
    }
}
