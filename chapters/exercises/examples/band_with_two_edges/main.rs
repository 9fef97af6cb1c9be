//! # A band with two edges
//!
//! PPO takes away the gain beyond a band of width ε on either side of 1. For an unlikely
//! answer that is narrow upwards: with ε = 0.2, one of probability 0.01 gains nothing beyond
//! 0.012, while one of 0.9 may rise all the way to 1. DAPO (Yu and others, 2025) gives the band two
//! widths, a larger one above:
//!
//!     ρ = e^log_ratio
//!     worth = min(ρ·A, clip(ρ, 1 − below, 1 + above)·A)
//!     L = −mean of the worths
//!
//! For N answers you are given `log_ratios`, log π/π_old of each, and their advantages.
//! Return the loss and its gradient with respect to log π of each answer (π_old does not
//! learn).
//!
//! Do without `fine_tuning`: the chapter has this function for a band of one width.
//!
//! Check it: `cargo exercises check band_with_two_edges`.
//! Stuck: `cargo exercises hint band_with_two_edges`.

use ndarray::{Array1, array};

/// The loss of N answers with a clip of two widths, and its gradient with respect to log π.
///
/// log_ratios, advantages: N; returns L and N numbers.
pub fn clipped_loss(
    log_ratios: &Array1<f64>,
    advantages: &Array1<f64>,
    below: f64,
    above: f64,
) -> (f64, Array1<f64>) {
    let _ = (advantages, below, above);
    (0.0, Array1::zeros(log_ratios.len()))
}

/// A place to try things: `cargo run -p exercises --example band_with_two_edges`.
fn main() {
    let log_ratios = array![-1.0, 0.0, 1.0];
    let (loss, dlog_p) = clipped_loss(&log_ratios, &array![1.0, 1.0, 1.0], 0.2, 0.3);
    println!("three good answers: loss {loss:.3}, gradient {dlog_p:.3}");
}
