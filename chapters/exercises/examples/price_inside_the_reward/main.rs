//! # What the reward must pay
//!
//! In step two of the chapter the model answers questions, and a reward says how good
//! each answer is. To drift from the supervised model has a price, which is taken out of
//! the reward: β times the difference of the answer's log-probabilities under the two
//! models. And an answer is compared with the others to the same question: from its value
//! the mean of the *others'* is taken.
//!
//!     value[i] = reward[i] − β·(log_p[i] − log_sft[i])
//!     advantage[i] = value[i] − mean of value[j] over j ≠ i
//!
//! All answers here are to one question, K of them, at least 2. The gradient of the loss is
//! then chapter 7's, with the advantage for a weight.
//!
//! Don't use `fine_tuning`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check price_inside_the_reward`.
//! Stuck: `cargo exercises hint price_inside_the_reward`.

/// Each answer's advantage over the others to the same question.
pub fn advantages(reward: &[f64], log_p: &[f64], log_sft: &[f64], beta: f64) -> Vec<f64> {
    let _ = (log_p, log_sft, beta);
    vec![f64::NAN; reward.len()]
}

/// A place to try things: `cargo run -p exercises --example price_inside_the_reward`.
fn main() {
    let better = advantages(&[1.0, 3.0, 5.0], &[-2.0; 3], &[-2.0; 3], 0.5);
    println!("should be [-3.0, 0.0, 3.0]: {better:?}");
}
