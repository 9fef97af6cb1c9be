//! # What attention promises
//!
//! Write a law that every attention obeys: a function that takes *any* attention, tries it
//! on some queries, keys and values, and says whether it kept its promises. (The mask is
//! full: every query may see every key.)
//!
//! Your law is tried on right code, of which it must be true always, and on wrong code, of
//! which it must be false sometimes: weights that do not sum to 1, a preference for late
//! keys, and queries that disturb each other.
//!
//! Do not compare with chapter 1's `attend`: a law needs no second copy of the code. It
//! would not help, either. The right code comes with different scales, √D and others, and
//! your law must be true of all of them.
//!
//! You may call the attention as often as you like, with whatever q, k and v you make of
//! those you are given. Compare to within 1e-9.
//!
//! Check it: `cargo exercises check law_of_attention`.
//! Stuck: `cargo exercises hint law_of_attention`.

use ndarray::{Array2, array};

/// An attention: y (T, D_v) of q (T, D), k (S, D) and v (S, D_v).
pub type Attention = fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>;

/// Whether this attention does what attention must, on these queries, keys and values.
pub fn law(
    attention: Attention,
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
) -> bool {
    attention(q, k, v).dim() == (q.nrows(), v.ncols())
}

/// A place to try things: `cargo run -p exercises --example law_of_attention`.
fn main() {
    let sum: Attention = |q, k, v| (q.dot(&k.t())).dot(v);
    let (q, k, v) = (array![[1.0]], array![[1.0], [2.0]], array![[3.0], [4.0]]);
    println!("without a softmax it is an attention: {}", law(sum, &q, &k, &v));
}
