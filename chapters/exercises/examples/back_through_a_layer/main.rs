//! # Three gradients of one layer
//!
//! A linear layer is `y = x·w + b`, the same for each of the N tokens that are the rows of
//! x. Somebody further on has found out how the loss depends on y, and hands you `dy =
//! ∂L/∂y`. Say how it depends on what went in:
//!
//!     dx[n, i] = Σ_j dy[n, j]·w[i, j]
//!     dw[i, j] = Σ_n x[n, i]·dy[n, j]
//!     db[j]    = Σ_n dy[n, j]
//!
//! In a GPT nearly all numbers that are learnt are learnt through these three lines.
//!
//! Don't use `foundations`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check back_through_a_layer`.
//! Stuck: `cargo exercises hint back_through_a_layer`.

use ndarray::{Array1, Array2, array};

/// The gradients (dx, dw, db) of y = x·w + b.
///
/// x: (N, I); w: (I, J); dy: (N, J).
pub fn linear_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let db = Array1::zeros(dy.ncols());
    (Array2::zeros(x.raw_dim()), Array2::zeros(w.raw_dim()), db)
}

/// A place to try things: `cargo run -p exercises --example back_through_a_layer`.
fn main() {
    let (x, w) = (array![[1.0, 2.0], [3.0, 4.0]], array![[1.0], [10.0]]);
    let (dx, dw, db) = linear_backward(&x, &w, &array![[1.0], [1.0]]);
    println!("dx, should be [[1, 10], [1, 10]]: {dx}");
    println!("dw, should be [[4], [6]]: {dw}\ndb, should be [2]: {db}");
}
