//! # Asked three times
//!
//! Attention makes three vectors of each token: a query, a key and a value. The three
//! matrices stand side by side in one, and so do the biases:
//!
//!     x·w + b = (q | k | v)        x: (T, C)    w: (C, 3C)    b: 3C
//!
//! Given `dq`, `dk` and `dv`, wanted are `dx`, `dw` and `db`. The gradients come from three
//! sides, but x is one.
//!
//! Don't use `foundations` or `multi_head`: the chapters' own code would give the answer
//! away.
//!
//! Check it: `cargo exercises check three_roads_to_one`.
//! Stuck: `cargo exercises hint three_roads_to_one`.

use ndarray::{Array1, Array2, array};

/// The gradients (dx, dw, db) of the layer that makes queries, keys and values.
///
/// x, dq, dk, dv: (T, C); w: (C, 3C); returns (T, C), (C, 3C) and 3C.
pub fn qkv_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dq: &Array2<f64>,
    dk: &Array2<f64>,
    dv: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let _ = (dq, dk, dv);
    (Array2::zeros(x.raw_dim()), Array2::zeros(w.raw_dim()), Array1::zeros(w.ncols()))
}

/// A place to try things: `cargo run -p exercises --example three_roads_to_one`.
fn main() {
    let (x, one) = (array![[2.0]], array![[1.0]]);
    let (dx, dw, db) = qkv_backward(&x, &array![[1.0, 10.0, 100.0]], &one, &one, &one);
    println!("should be [[111]], [[2, 2, 2]], [1, 1, 1]: {dx}, {dw}, {db}");
}
