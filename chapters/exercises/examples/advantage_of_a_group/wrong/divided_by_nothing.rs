//! Caught by: a_group_of_equals_learns_nothing

/// How far each reward is above the mean of its group, in standard deviations of the group.
///
/// rewards: N, groups of K = `each` one after the other; returns N.
pub fn group_advantages(rewards: &[f64], each: usize) -> Vec<f64> {
    rewards.chunks(each).flat_map(on_a_curve).collect()
}

fn on_a_curve(group: &[f64]) -> Vec<f64> {
    let k = group.len() as f64;
    let mean = group.iter().sum::<f64>() / k;
    let std = (group.iter().map(|reward| (reward - mean).powi(2)).sum::<f64>() / k).sqrt();
    group.iter().map(|reward| (reward - mean) / std).collect()
}
