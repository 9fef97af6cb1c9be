//! # Twice as much
//!
//! What is asked, in Markdown: it is shown on the chapter's page too. Formulas are plain
//! text, set in by four:
//!
//!     y[n] = 2·x[n]
//!
//! Check it: `cargo exercises check NAME`.
//! Stuck: `cargo exercises hint NAME`.

use ndarray::{Array1, array};

/// Every number doubled.
pub fn doubled(x: &Array1<f64>) -> Array1<f64> {
    Array1::zeros(x.len())
}

/// A place to try things: `cargo run -p exercises --example NAME`.
fn main() {
    println!("{}", doubled(&array![1.0, 2.0]));
}
