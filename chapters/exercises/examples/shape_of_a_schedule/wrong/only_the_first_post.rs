//! Caught by: the_last_step_has_the_last_rate

use std::f64::consts::PI;

/// The learning rate of a step; steps count from 0 to `steps` − 1.
pub fn rate(step: usize, steps: usize, warm_up: usize, peak: f64, last: f64) -> f64 {
    if step < warm_up {
        return peak * (step + 1) as f64 / warm_up as f64;
    }
    let progress = (step - warm_up) as f64 / (steps - warm_up) as f64;
    last + (peak - last) * (1.0 + (PI * progress).cos()) / 2.0
}
