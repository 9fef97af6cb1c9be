//! # A bias for every row
//!
//! A linear layer ends by adding the same vector, the bias, to what it has made of each
//! token:
//!
//!     y[t, c] = x[t, c] + b[c]
//!
//! Write it. x has a row for every token and a column for every channel; b has a number for
//! every channel.
//!
//! Check it: `cargo exercises check bias_for_every_row`.
//! Stuck: `cargo exercises hint bias_for_every_row`.

use ndarray::{Array1, Array2, array};

/// The bias added to every row.
///
/// x: (T, C); b: C; returns (T, C).
pub fn with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    let _ = b;
    Array2::zeros(x.raw_dim())
}

/// A place to try things: `cargo run -p exercises --example bias_for_every_row`.
fn main() {
    let x = array![[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]];
    println!(
        "1 2 3 added to a row of 0 and a row of 1:\n{}",
        with_bias(&x, &array![1.0, 2.0, 3.0])
    );
}
