//! # A step that is too long
//!
//! One unlucky batch can give a gradient a hundred times as long as all others, and a step
//! along it throws the model away. So a gradient that is longer than `longest` is shortened
//! to that length, its direction unchanged; one that isn't stays as it is.
//!
//!     |g| = √(Σ g[i]²)        g ← g·longest/|g|   if |g| > longest
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check cut_to_a_length`.
//! Stuck: `cargo exercises hint cut_to_a_length`.

use ndarray::{Array1, array};

/// The gradient, no longer than `longest`.
pub fn clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64> {
    let _ = longest;
    Array1::zeros(gradient.len())
}

/// A place to try things: `cargo run -p exercises --example cut_to_a_length`.
fn main() {
    println!("should be [0.6, 0.8]: {:.1}", clipped(&array![3.0, 4.0], 1.0));
    println!("should be [0.3, 0.4]: {:.1}", clipped(&array![0.3, 0.4], 1.0));
}
