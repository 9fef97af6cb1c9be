//! # Far is a little less
//!
//! Here is a way to tell attention about order without any vectors of positions: make the
//! score of a key smaller, the further back it stands (Press, Smith and Lewis 2021, who
//! call it ALiBi):
//!
//!     score[t, s] = q[t]·k[s] / √D - m·(t - s)        for s ≤ t; the future is not seen
//!
//! Each head has a slope m of its own. For H heads they are a geometric series that begins
//! at 2^(-8/H) and goes on with the same factor, so that it ends at 2^(-8):
//!
//!     m_h = 2^(-8·h/H)        h = 1, 2, …, H
//!
//! Write both: `slopes` of H heads, and `attend_near`, the attention of one head with the
//! slope m. There are as many queries as keys.
//!
//! Check it: `cargo exercises check bias_by_distance`.
//! Stuck: `cargo exercises hint bias_by_distance`.

use ndarray::{Array2, array};

/// The slopes of the heads, from the steepest to the flattest.
pub fn slopes(heads: usize) -> Vec<f64> {
    vec![0.0; heads]
}

/// Causal attention in which a key counts for less, the further back it stands.
///
/// q, k: (T, D); v: (T, D_v); returns (T, D_v).
pub fn attend_near(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    slope: f64,
) -> Array2<f64> {
    let _ = (q, k, slope);
    Array2::zeros(v.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example bias_by_distance`.
fn main() {
    let same = array![[1.0], [1.0], [1.0]];
    let v = array![[0.0], [0.0], [1.0]];
    println!("slopes of 8 heads: {:?}", slopes(8));
    let near = attend_near(&same, &same, &v, 5.0);
    println!(
        "with equal keys and a steep slope each token takes nearly itself:\n{near:.3}"
    );
}
