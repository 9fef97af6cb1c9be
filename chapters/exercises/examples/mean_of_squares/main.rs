//! # How large is a token?
//!
//! A token's vector is called large if the squares of its numbers are large on average.
//! Chapter 5's norm takes the token's mean away first, and then divides by the root of this
//! number (and a small ε). For every token t, with C channels:
//!
//!     m[t] = (x[t, 0]² + … + x[t, C − 1]²) / C
//!
//! Write it: one number for every row of x.
//!
//! Check it: `cargo exercises check mean_of_squares`.
//! Stuck: `cargo exercises hint mean_of_squares`.

use ndarray::{Array1, Array2, array};

/// The mean of the squares of every row.
///
/// x: (T, C), C at least 1; returns T.
pub fn mean_of_squares(x: &Array2<f64>) -> Array1<f64> {
    Array1::zeros(x.nrows())
}

/// A place to try things: `cargo run -p exercises --example mean_of_squares`.
fn main() {
    let m = mean_of_squares(&array![[3.0, 4.0], [1.0, -1.0]]);
    println!("of 3 4 and of 1 -1, should be 12.5 and 1: {m}");
}
