//! # Units with a gate
//!
//! Newer models give each hidden unit a second question. One answer is a value, the other
//! one, bent, is a **gate** that the value is multiplied with (Shazeer 2020, who tried
//! several bends; this one is known as SwiGLU):
//!
//!     g = x·W
//!     u = x·V
//!     h = swish(g) ∘ u
//!     swish(g) = g·σ(g) = g / (1 + exp(-g))
//!
//! ∘ multiplies number by number. No biases; the layer down follows as always, and is not
//! asked for.
//!
//! Write the forward, `gated`, and its backward: given dh = ∂L/∂h, the gradients dx, dw and
//! dv. The tokens are the rows of x.
//!
//! Check it: `cargo exercises check gated_units`.
//! Stuck: `cargo exercises hint gated_units`.

use ndarray::{Array2, array};

/// swish(x·W) ∘ (x·V).
///
/// x: (N, C); w, v: (C, M); returns (N, M).
pub fn gated(x: &Array2<f64>, w: &Array2<f64>, v: &Array2<f64>) -> Array2<f64> {
    let _ = w;
    Array2::zeros((x.nrows(), v.ncols()))
}

/// The gradients (dx, dw, dv), given dh (N, M).
pub fn gated_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    v: &Array2<f64>,
    dh: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let _ = dh;
    (Array2::zeros(x.raw_dim()), Array2::zeros(w.raw_dim()), Array2::zeros(v.raw_dim()))
}

/// A place to try things: `cargo run -p exercises --example gated_units`.
fn main() {
    let h = gated(&array![[1.0]], &array![[2.0]], &array![[3.0]]);
    println!("swish(2) = 1.762, times 3 is 5.285: {h:.3}");
}
