//! # What the mean and the size take back
//!
//! Layer normalisation brings each token, a row of x with C channels, to mean 0 and
//! variance 1, then gives each channel a gain and a bias of its own:
//!
//!     s = 1/√(variance + ε)        n = (x − mean)·s        y = n ∘ gain + bias
//!
//! Given `dy = ∂L/∂y`, wanted are `dx`, `dgain` and `dbias`. The mean and the variance
//! belong to the token: nudge one of its channels, and all of its n move. With dn = dy ∘
//! gain, two means over the token's channels are taken back from dn:
//!
//!     dx = s·(dn − mean(dn) − n·mean(dn ∘ n))
//!
//! Don't use `residual_norm`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check back_through_the_norm`.
//! Stuck: `cargo exercises hint back_through_the_norm`.

use ndarray::{Array1, Array2, array};

/// The gradients (dx, dgain, dbias) of layer normalisation.
///
/// x, dy: (T, C); gain: C.
pub fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let _ = (epsilon, dy);
    let zeros = Array1::zeros(gain.len());
    (Array2::zeros(x.raw_dim()), zeros.clone(), zeros)
}

/// A place to try things: `cargo run -p exercises --example back_through_the_norm`.
fn main() {
    let (x, dy) = (array![[1.0, 2.0, 6.0]], array![[1.0, 1.0, 1.0]]);
    let (dx, ..) = layer_norm_backward(&x, &array![1.0, 1.0, 1.0], 1e-5, &dy);
    println!("all of y pulled alike, should be 0 in all places: {dx:.6}");
}
