//! # Around and through
//!
//! Half of a block is a layer f, attention or a feed-forward network, with a norm before it
//! and a residual connection around both:
//!
//!     y = x + f(n)        n = LN(x)
//!
//! The way back has come as far as f: given are `dy = ∂L/∂y`, and `dn = ∂L/∂n`, which f's
//! own backward has made of dy. Wanted are `dx`, and the gradients `dgain` and `dbias` of
//! the norm. The norm's backward is there to be used: `norm_backward` below is chapter 5's.
//!
//! Don't use `residual_norm::Residual`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check around_and_through`.
//! Stuck: `cargo exercises hint around_and_through`.

use foundations::Layer;
use ndarray::{Array1, Array2, Axis, array};
use residual_norm::LayerNorm;

/// The gradients (dx, dgain, dbias) of y = x + f(n), n = LN(x), given dy and dn.
///
/// x, dy, dn: (T, C); gain: C.
pub fn residual_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
    dn: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let _ = (epsilon, dy, dn, norm_backward);
    let zeros = Array1::zeros(gain.len());
    (Array2::zeros(x.raw_dim()), zeros.clone(), zeros)
}

/// Given: the gradients (dx, dgain, dbias) of n = LN(x) alone.
fn norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dn: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let norm = LayerNorm { gain: gain.clone(), bias: Array1::zeros(gain.len()), epsilon };
    let (_, cache) = norm.forward(&x.clone().insert_axis(Axis(0)));
    let (dx, d) = norm.backward(cache, &dn.clone().insert_axis(Axis(0)));
    (dx.index_axis_move(Axis(0), 0), d.gain, d.bias)
}

/// A place to try things: `cargo run -p exercises --example around_and_through`.
fn main() {
    let (x, dy) = (array![[1.0, 2.0, 6.0]], array![[1.0, 0.0, -1.0]]);
    let nothing = Array2::zeros((1, 3));
    let (dx, ..) = residual_backward(&x, &array![1.0, 1.0, 1.0], 1e-5, &dy, &nothing);
    println!("with dn = 0, dx should be {dy} and is {dx}");
}
