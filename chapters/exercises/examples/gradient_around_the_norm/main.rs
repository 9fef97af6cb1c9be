//! # A road around the norm
//!
//! The residual connection has a simple backward: what comes through the layer, plus dy. So
//! somebody wrote this backward of **post-LN**,
//!
//!     y = LN(x + f(x))
//!
//! with a linear layer for f. When one trains with it the loss falls, at least in a stack of
//! only two layers. It is wrong all the same. Find the mistake and mend it.
//!
//! Don't use `residual_norm::Residual`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check gradient_around_the_norm`.
//! Stuck: `cargo exercises hint gradient_around_the_norm`.

use foundations::{Layer, Linear};
use ndarray::{Array3, array};
use residual_norm::LayerNorm;

/// ∂L/∂x of y = LN(x + f(x)), given dy = ∂L/∂y.
///
/// x, dy: (B, T, C); returns (B, T, C).
pub fn post_norm_backward(
    norm: &LayerNorm<f64>,
    f: &Linear<f64>,
    x: &Array3<f64>,
    dy: &Array3<f64>,
) -> Array3<f64> {
    let (fx, f_cache) = f.forward(x);
    let (_, norm_cache) = norm.forward(&(fx + x));
    let (dsum, _) = norm.backward(norm_cache, dy);
    let (through_f, _) = f.backward(f_cache, &dsum);
    through_f + dy
}

/// A place to try things: `cargo run -p exercises --example gradient_around_the_norm`.
fn main() {
    let nothing = Linear { w: array![[0.0, 0.0], [0.0, 0.0]], b: array![0.0, 0.0] };
    let dx = post_norm_backward(
        &LayerNorm::new(2),
        &nothing,
        &array![[[1.0, 2.0]]],
        &array![[[1.0, 1.0]]],
    );
    println!("f is 0: what comes back to the two channels is {dx}");
}
