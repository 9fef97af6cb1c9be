//! # What a baseline may know
//!
//! An advantage is a reward less a baseline, and a baseline is allowed to be almost
//! anything, with one exception: it must not depend on the answer that it is subtracted
//! from. Write a law for the chapter's advantage, in which the baseline is the mean of the
//! *other* answers' rewards: a function that takes *any* rule, tries it on the rewards of
//! one group, and says whether it did what it must.
//!
//! Your law is tried on right code, of which it must be true for every group, and on wrong
//! code: one without any baseline, one whose baseline is the mean of all rewards (its own
//! among them), one that divides by the standard deviation, one whose baseline is the best
//! of the others. It must be false of each on some group. The groups have two to six
//! rewards. Compare to within 1e-9.
//!
//! Don't use `fine_tuning`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check law_of_a_baseline`.
//! Stuck: `cargo exercises hint law_of_a_baseline`.

/// A rule that turns the rewards of a group of answers into their advantages.
pub type Rule = fn(&[f64]) -> Vec<f64>;

/// Whether this rule does what the chapter's advantage must, on these rewards.
pub fn law(rule: Rule, rewards: &[f64]) -> bool {
    rule(rewards).len() == rewards.len()
}

/// A place to try things: `cargo run -p exercises --example law_of_a_baseline`.
fn main() {
    let doubled: Rule = |rewards| rewards.iter().map(|reward| 2.0 * reward).collect();
    println!("doubling obeys the law: {}", law(doubled, &[1.0, 0.0, 3.0]));
}
