//! What was asked of a plot's axes, and the ends that they get.

use crate::axis::{ends_of, range_around};

/// What was asked of an axis.
#[derive(Clone, Debug, Default)]
pub(super) struct AxisPlan {
    pub(super) title: String,
    pub(super) log: bool,
    pub(super) range: Option<(f64, f64)>,
    pub(super) ticks: Vec<f64>,
}

/// The ends of an axis: those asked for, or the data's, widened to whole ticks when `round`, or by a `margin`.
///
/// # Panics
/// If ends were asked for and a value lies outside.
pub(super) fn limits(
    plan: &AxisPlan,
    data: impl Iterator<Item = f64>,
    round: bool,
    margin: f64,
) -> (f64, f64) {
    let (low, high) = ends_of(data.chain(plan.ticks.iter().copied()), plan.log);
    let Some((from, to)) = plan.range else {
        let (low, high) = range_around((low, high), plan.log, round);
        let margin = if plan.log { 0.0 } else { margin * (high - low) };
        return (low - margin, high + margin);
    };
    let title = &plan.title;
    assert!(from < to, "the axis {title:?} from {from} to {to}: it must go upwards");
    let slack = 1e-9 * (to - from);
    assert!(
        from - slack <= low && high <= to + slack,
        "data from {low} to {high} on the axis {title:?} from {from} to {to}: leave out what lies outside"
    );
    (from, to)
}
