//! # A norm that keeps the mean
//!
//! Zhang and Sennrich asked in 2019 whether layer normalisation needs its first half,
//! subtracting the mean. It hardly does, and most models since then leave it out.
//! **RMSNorm** divides a token by its root mean square and multiplies each channel by its
//! gain; there is no bias:
//!
//!     r = √(mean over c of x[c]² + ε)        y[c] = gain[c]·x[c] / r
//!
//! Write the forward and the backward. The backward is given dy = ∂L/∂y, and returns dx =
//! ∂L/∂x and dgain = ∂L/∂gain. A gain is the same for all tokens. Derive dx on paper first:
//! one channel of x moves all channels of y.
//!
//! Check it: `cargo exercises check root_mean_square_norm`.
//! Stuck: `cargo exercises hint root_mean_square_norm`.

use ndarray::{Array1, Array2, array};

/// Every token divided by its root mean square, times the gain.
///
/// x: (T, C); gain: (C); returns y: (T, C).
pub fn rms_norm(x: &Array2<f64>, gain: &Array1<f64>, epsilon: f64) -> Array2<f64> {
    let _ = (gain, epsilon);
    Array2::zeros(x.raw_dim())
}

/// The gradients (dx, dgain) of `rms_norm`, given dy.
///
/// x, dy, dx: (T, C); gain, dgain: (C).
pub fn rms_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>) {
    let _ = (epsilon, dy);
    (Array2::zeros(x.raw_dim()), Array1::zeros(gain.len()))
}

/// A place to try things: `cargo run -p exercises --example root_mean_square_norm`.
fn main() {
    let (x, gain) = (array![[1.0, 7.0]], array![1.0, 1.0]);
    println!("the root mean square of 1 and 7 is 5: {}", rms_norm(&x, &gain, 0.0));
    let (dx, dgain) = rms_norm_backward(&x, &gain, 0.0, &array![[1.0, 0.0]]);
    println!("its gradients, for dy = 1, 0: dx {dx}, dgain {dgain}");
}
