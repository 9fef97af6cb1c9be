//! # The W in AdamW
//!
//! One step of AdamW for one parameter, in a program that came out before 2017. It learns
//! well with the decay at 0. With a decay it behaves oddly: weights with large gradients
//! hardly shrink at all, and a weight that gets no gradient shrinks by the whole learning
//! rate at each step, whatever the decay is. Find the mistake and mend it.
//!
//! The step is to be that of the chapter, with β₁ = 0.9, β₂ = 0.99 and ε = 10⁻⁸; t counts
//! from 1.
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check decay_and_moments`.
//! Stuck: `cargo exercises hint decay_and_moments`.

/// One step of AdamW for one parameter: its new value, and the new (m, v).
pub fn adamw(
    theta: f64,
    g: f64,
    (m, v): (f64, f64),
    t: i32,
    lr: f64,
    decay: f64,
) -> (f64, (f64, f64)) {
    let g = g + decay * theta;
    let m = 0.9 * m + 0.1 * g;
    let v = 0.99 * v + 0.01 * g * g;
    let m_hat = m / (1.0 - 0.9_f64.powi(t));
    let v_hat = v / (1.0 - 0.99_f64.powi(t));
    (theta - lr * m_hat / (v_hat.sqrt() + 1e-8), (m, v))
}

/// A place to try things: `cargo run -p exercises --example decay_and_moments`.
fn main() {
    for decay in [0.0, 0.001, 0.1] {
        let (theta, _) = adamw(1.0, 0.0, (0.0, 0.0), 1, 0.01, decay);
        println!(
            "a weight of 1 without gradient, decay {decay}: {theta:.6} after one step"
        );
    }
}
