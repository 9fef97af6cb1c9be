//! # Two halves of an answer
//!
//! A query attends to a hundred thousand keys, too many for one machine. So two machines
//! share the keys and their values. Each attends to its own share alone, and returns what
//! it found and one number more, the logarithm of the sum that its softmax divided by:
//!
//!     y = Σ_s a[s]·v[s]        lse = ln Σ_s exp(score[s])
//!
//! Write `merged`: from what the two have found, what would **one** attention over all the
//! keys have found? Both parts are wanted, y and lse, so that what was merged can be merged
//! again. The keys themselves are no longer available.
//!
//! The scores may be large: lse lies anywhere within ±1000. And a machine may have had no
//! keys at all: then its y is zeros and its lse is −∞, the logarithm of an empty sum.
//!
//! Attention in blocks works like this, and never holds a whole row of weights (Rabe and
//! Staats 2021; Dao and others 2022).
//!
//! Check it: `cargo exercises check merged_attention`.
//! Stuck: `cargo exercises hint merged_attention`.

use ndarray::{Array1, array};

/// What attention found among some keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The weighted mean of their values (D_v).
    pub y: Array1<f64>,
    /// The logarithm of the sum that the softmax divided by.
    pub lse: f64,
}

/// What attention finds among the keys of both.
pub fn merged(one: &Found, other: &Found) -> Found {
    let _ = other;
    Found { y: Array1::zeros(one.y.len()), lse: 0.0 }
}

/// A place to try things: `cargo run -p exercises --example merged_attention`.
fn main() {
    let one = Found { y: array![0.0, 2.0], lse: 1.0 };
    let other = Found { y: array![4.0, 4.0], lse: 1.0 };
    println!("equal shares give the mean, (2, 3): {}", merged(&one, &other).y);
}
