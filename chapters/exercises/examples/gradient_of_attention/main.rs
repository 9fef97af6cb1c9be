//! # The gradient that was nearly right
//!
//! This backward of attention compiles, it has the right shapes, and models that train with
//! it do learn, slowly. It was once part of a published program. But the derivatives of the
//! loss are wrong. Find the mistake and mend it.
//!
//! The forward was `s = q·kᵀ / √D`, `a = softmax(s)` row by row, `y = a·v`. Given `dy`,
//! find `dq`, `dk` and `dv`.
//!
//! Don't use `attention`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check gradient_of_attention`.
//! Stuck: `cargo exercises hint gradient_of_attention`.

use foundations::softmax_backward;
use ndarray::{Array2, array};

/// The gradients (dq, dk, dv) of y = softmax(q·kᵀ / √D)·v, given its weights a and dy.
///
/// q, k: (T, D); v, dy: (T, D_v); a: (T, T).
pub fn attention_backward(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    a: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let dv = a.t().dot(dy); // (T, D_v)
    let mut ds = dy.dot(&v.t()); // (T, T)
    for (a, mut ds) in a.rows().into_iter().zip(ds.rows_mut()) {
        let row = softmax_backward(&a, &ds);
        ds.assign(&row);
    }
    let dq = ds.dot(k); // (T, D)
    let dk = ds.t().dot(q); // (T, D)
    (dq, dk, dv)
}

/// A place to try things: `cargo run -p exercises --example gradient_of_attention`.
fn main() {
    let (q, k, v) = (array![[1.0, 0.0]], array![[2.0, 0.0]], array![[3.0]]);
    let (dq, dk, dv) = attention_backward(&q, &k, &v, &array![[1.0]], &array![[1.0]]);
    println!("a single token has no choice: dq {dq}, dk {dk}, dv {dv}");
}
