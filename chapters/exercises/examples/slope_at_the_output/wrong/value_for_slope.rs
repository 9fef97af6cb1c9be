//! Caught by: with_relu_both_gradients_are_those_of_small_differences

use feed_forward::Activation;
use ndarray::{Array1, Array2};

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
    let dz = dy.dot(&network.w_2.t()); // (N, M)
    let dh = dz * h.mapv(|h| network.activation.value(h));
    (dh.dot(&network.w_1.t()), x.t().dot(&dh))
}
