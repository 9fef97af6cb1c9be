//! # Two fence posts
//!
//! A learning rate that rises in a line to its peak and then falls along a half cosine, as
//! the chapter's does. Steps count from 0. It should be:
//!
//!     step 0             peak/warm_up: the first of `warm_up` equal stairs
//!     step warm_up − 1   peak, and step warm_up too
//!     the last step      `last`, exactly
//!
//! A training run with it wastes its first step, and does not end where it should. Find
//! both mistakes and mend them. There are always at least two steps after the warm-up.
//!
//! Do without `training_loss`: with the chapter's own code there is nothing left to find
//! out.
//!
//! Check it: `cargo exercises check first_and_last_rate`.
//! Stuck: `cargo exercises hint first_and_last_rate`.

use std::f64::consts::PI;

/// The learning rate of a step; steps count from 0 to `steps` − 1.
pub fn rate(step: usize, steps: usize, warm_up: usize, peak: f64, last: f64) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    let progress = (step - warm_up) as f64 / (steps - warm_up) as f64;
    last + (peak - last) * (1.0 + (PI * progress).cos()) / 2.0
}

/// A place to try things: `cargo run -p exercises --example first_and_last_rate`.
fn main() {
    for step in 0..5 {
        println!("step {step}: {:.3}", rate(step, 5, 2, 1.0, 0.1));
    }
}
