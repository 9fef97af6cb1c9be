//! # A product by loops
//!
//! A language model is mostly products of matrices. An entry of Y = X·W is a row of X times
//! a column of W, number by number, and summed:
//!
//!     y[t, d] = Σ_c x[t, c]·w[c, d]
//!
//! Write it with loops, on matrices that are plain vectors of rows: x has T rows of C
//! numbers, w has C rows of D numbers, and the product has T rows of D numbers. T, C and D
//! are at least 1. `x[t][c]` is a number of x.
//!
//! Check it: `cargo exercises check product_by_loops`.
//! Stuck: `cargo exercises hint product_by_loops`.

/// x·w.
///
/// x: (T, C); w: (C, D); returns (T, D).
pub fn product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let _ = (x, w);
    Vec::new()
}

/// A place to try things: `cargo run -p exercises --example product_by_loops`.
fn main() {
    let (x, w) =
        (vec![vec![1.0, 2.0], vec![3.0, 4.0]], vec![vec![1.0, 0.0], vec![0.0, 1.0]]);
    println!("x times 1 should be x: {:?}", product(&x, &w));
}
