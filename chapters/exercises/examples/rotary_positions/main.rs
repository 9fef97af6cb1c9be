//! # Positions that turn
//!
//! Many newer models add nothing to a token's vector. They **turn** its queries and keys:
//! each pair of channels is a point of the plane, and at position p it is turned about the
//! origin by an angle that grows with p (Su and others 2021). For pair i, the channels 2i
//! and 2i + 1 of D:
//!
//!     y[2i]     = x[2i]·cos φ - x[2i+1]·sin φ        φ = p / 10000^(2i/D)
//!     y[2i + 1] = x[2i]·sin φ + x[2i+1]·cos φ
//!
//! Write `turned`, which does this to every row of x. The first row stands at position
//! `past`, the next at `past + 1`, and so on. D is even.
//!
//! Do without `positional_encoding`: its matrices would be the answer, transposed. (The
//! page multiplies rows by R, which turns the other way round. For the scores of attention
//! either way would do, as long as queries and keys turn alike; here, write the formula
//! above.)
//!
//! Check it: `cargo exercises check rotary_positions`.
//! Stuck: `cargo exercises hint rotary_positions`.

use ndarray::{Array2, array};

/// Queries or keys, each turned by its position; the first row stands at position `past`.
///
/// x: (T, D), D even; returns (T, D).
pub fn turned(x: &Array2<f64>, past: usize) -> Array2<f64> {
    let _ = past;
    Array2::zeros(x.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example rotary_positions`.
fn main() {
    let east = array![[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]];
    println!("a point in the east, turned by 0, 1 and 2 radians:\n{:.3}", turned(&east, 0));
}
