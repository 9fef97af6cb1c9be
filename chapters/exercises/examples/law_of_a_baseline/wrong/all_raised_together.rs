//! Caught by: it_sees_a_division_by_the_deviation

/// A rule that turns the rewards of a group of answers into their advantages.
pub type Rule = fn(&[f64]) -> Vec<f64>;

/// Whether this rule does what the chapter's advantage must, on these rewards.
pub fn law(rule: Rule, rewards: &[f64]) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    let advantages = rule(rewards);
    let own_reward_counts_once = |i: usize| {
        let raised: Vec<f64> = rewards.iter().map(|reward| reward + 1.0).collect();
        near(rule(&raised)[i], advantages[i])
    };
    near(advantages.iter().sum(), 0.0) && (0..rewards.len()).all(own_reward_counts_once)
}
