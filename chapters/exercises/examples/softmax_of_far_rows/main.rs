//! # Not a number, after three weeks
//!
//! This softmax subtracts a largest score, so nothing overflows. It has run for three weeks
//! without a complaint, on scores of every usual size. Then a batch came in whose tokens
//! differed a great deal from each other, one row of its weights was NaN, and a training
//! step later so was the whole model.
//!
//! Find out which rows it goes wrong on, and mend it. Each row of `scores` belongs to one
//! token; its weights must not depend on what else is in the batch.
//!
//! Don't use `foundations`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check softmax_of_far_rows`.
//! Stuck: `cargo exercises hint softmax_of_far_rows`.

use ndarray::{Array2, array};

/// The softmax of every row.
///
/// scores: (N, K); returns (N, K).
pub fn softmax(scores: &Array2<f64>) -> Array2<f64> {
    let largest = scores.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
    let mut p = scores.mapv(|score| (score - largest).exp());
    for mut row in p.rows_mut() {
        let sum = row.sum();
        row /= sum;
    }
    p
}

/// A place to try things: `cargo run -p exercises --example softmax_of_far_rows`.
fn main() {
    println!("{}", softmax(&array![[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]));
}
