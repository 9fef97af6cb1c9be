//! # Heads that share their keys
//!
//! A model that writes keeps the keys and values of all tokens so far, for every head: in a
//! long text, a great deal of memory. So let several heads share one set of keys and
//! values. With **grouped queries** there are H heads of queries, but only G heads of keys
//! and values, and each of those serves H / G heads of queries that stand next to each
//! other:
//!
//!     head_h = Attention(q_h, k_g, v_g)
//!     g = the group of head h
//!     y = [head_0 | head_1 | … | head_{H-1}]
//!
//! With H = 6 and G = 2, heads 0, 1, 2 look at k_0 and v_0, and heads 3, 4, 5 at k_1 and
//! v_1. With G = H it is the attention of this chapter, with G = 1 all heads share one set
//! of keys (Shazeer 2019; Ainslie and others 2023 for the groups).
//!
//! Write it for one sequence, under the causal mask. Head h owns the columns h·D .. (h +
//! 1)·D of q and of y; group g owns the columns g·D .. (g + 1)·D of k and of v. H is a
//! multiple of G.
//!
//! Check it: `cargo exercises check grouped_queries`.
//! Stuck: `cargo exercises hint grouped_queries`.

use ndarray::Array2;

/// Causal attention with `heads` heads of queries; those of a group share their keys and
/// values.
///
/// q: (T, H·D); k, v: (T, G·D); returns (T, H·D).
pub fn grouped_queries(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    heads: usize,
) -> Array2<f64> {
    let _ = (k, v, heads);
    Array2::zeros(q.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example grouped_queries`.
fn main() {
    let (q, k) = (Array2::ones((3, 4)), Array2::ones((3, 2)));
    println!("four heads, two groups, all alike:\n{}", grouped_queries(&q, &k, &k, 4));
}
