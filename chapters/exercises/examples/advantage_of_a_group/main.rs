//! # Marked on a curve
//!
//! DeepSeek's models learnt to reason step by step with a simpler advantage (GRPO;
//! Shao and others, 2024). To each question the model gives K answers, and each answer is
//! marked on the curve of its own group:
//!
//!     A[i] = (R[i] − mean of the group) / std of the group
//!     std = √(mean of the squared deviations)
//!
//! `rewards` holds groups of K = `each`, one after the other; there are always whole
//! groups. The mean and the std are over all K answers of the group, this one included. If
//! all rewards of a group are equal, nothing can be learnt from it: its advantages are 0,
//! exactly. Add no ε to the std.
//!
//! Do without `fine_tuning`: the chapter has this function.
//!
//! Check it: `cargo exercises check advantage_of_a_group`.
//! Stuck: `cargo exercises hint advantage_of_a_group`.

/// How far each reward is above the mean of its group, in standard deviations of the group.
///
/// rewards: N, groups of K = `each` one after the other; returns N.
pub fn group_advantages(rewards: &[f64], each: usize) -> Vec<f64> {
    let _ = each;
    vec![0.0; rewards.len()]
}

/// A place to try things: `cargo run -p exercises --example advantage_of_a_group`.
fn main() {
    println!(
        "right, wrong, wrong, right: {:?}",
        group_advantages(&[1.0, 0.0, 0.0, 1.0], 4)
    );
}
