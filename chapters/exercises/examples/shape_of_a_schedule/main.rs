//! # Up the stairs and down the curve
//!
//! A learning rate that rises in `warm_up` equal stairs to its peak, and then falls along a
//! half cosine to `last`, as the chapter's does. Steps count from 0. In the middle of a long
//! run it is nearly right, and in a plot nothing looks wrong; but it holds two mistakes, and
//! every run pays for them.
//!
//! Find both and mend them. There are always at least two steps after the warm-up.
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check shape_of_a_schedule`.
//! Stuck: `cargo exercises hint shape_of_a_schedule`.

use std::f64::consts::PI;

/// The learning rate of a step; steps count from 0 to `steps` − 1.
pub fn rate(step: usize, steps: usize, warm_up: usize, peak: f64, last: f64) -> f64 {
    if step < warm_up {
        return peak * step as f64 / warm_up as f64;
    }
    let progress = (step - warm_up) as f64 / (steps - warm_up) as f64;
    last + (peak - last) * (1.0 + (PI * progress).cos()) / 2.0
}

/// A place to try things: `cargo run -p exercises --example shape_of_a_schedule`.
fn main() {
    for step in 0..5 {
        println!("step {step}: {:.3}", rate(step, 5, 2, 1.0, 0.1));
    }
}
