//! # A window that slides
//!
//! Long texts are expensive: every token looks at all tokens before it. With a **sliding
//! window** of `w` tokens, token t sees itself and the `w - 1` tokens before it, nothing
//! else:
//!
//!     y[t] = Σ_s a[t, s]·v[s]
//!     a[t, ·] = softmax of q[t]·k[s] / √D over the seen s: t - w + 1 to t, from 0 on
//!
//! Write it. There are as many queries as keys, and `w` is at least 1.
//!
//! Check it: `cargo exercises check sliding_window`.
//! Stuck: `cargo exercises hint sliding_window`.

use ndarray::{Array2, array};

/// Attention in which a token sees itself and the `window - 1` tokens before it.
///
/// q, k: (T, D); v: (T, D_v); returns (T, D_v).
pub fn sliding_window(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    window: usize,
) -> Array2<f64> {
    let _ = (q, k, window);
    Array2::zeros(v.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example sliding_window`.
fn main() {
    let same = array![[1.0], [1.0], [1.0]];
    let v = array![[0.0], [2.0], [4.0]];
    println!("with equal keys and a window of 2: {}", sliding_window(&same, &same, &v, 2));
}
