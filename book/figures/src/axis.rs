//! An axis, linear or logarithmic, with round ticks; to plotters it is one more kind of range.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::text;

/// A range of values and the ticks on it.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    log: bool,
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis from `low` to `high` with about `count` ticks.
    ///
    /// # Panics
    /// If the range is empty or not finite, or not positive on a logarithmic axis.
    pub(crate) fn new((low, high): (f64, f64), log: bool, count: usize) -> Self {
        assert!(
            low.is_finite() && high.is_finite(),
            "an axis from {low} to {high}: both ends must be finite"
        );
        assert!(low < high, "an axis from {low} to {high}: it must go upwards");
        assert!(!log || low > 0.0, "a logarithmic axis from {low} to {high}: there is no logarithm of {low}");
        let ticks = if log { powers(low, high, count) } else { round_steps(low, high, count) };
        Self { low, high, log, ticks }
    }

    pub(crate) fn low(&self) -> f64 {
        self.low
    }

    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// Where `value` lies between the ends: 0 at the low one, 1 at the high one.
    pub(crate) fn share(&self, value: f64) -> f64 {
        match self.log {
            true => (value / self.low).ln() / (self.high / self.low).ln(),
            false => (value - self.low) / (self.high - self.low),
        }
    }

    /// Width of the widest tick label.
    pub(crate) fn widest_label(&self, size: f64) -> f64 {
        self.ticks.iter().map(|(_, label)| text::width(label, size)).fold(0.0, f64::max)
    }
}

/// The least and the greatest of the data.
///
/// # Panics
/// If there are no data, one of them isn't finite, or isn't positive on a logarithmic axis.
pub(crate) fn ends_of(values: impl IntoIterator<Item = f64>, log: bool) -> (f64, f64) {
    let ends = values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        assert!(v.is_finite(), "a plot of {v}: every value must be finite");
        assert!(!log || v > 0.0, "a plot of {v} on a logarithmic axis: every value must be positive");
        (low.min(v), high.max(v))
    });
    assert!(ends.0 <= ends.1, "an axis for no data");
    ends
}

/// A range that holds the ends of the data, and is widened to whole ticks when `round`.
pub(crate) fn range_around((low, high): (f64, f64), log: bool, round: bool) -> (f64, f64) {
    if low == high {
        return if log { (low / 10.0, high * 10.0) } else { (low - 0.5, high + 0.5) };
    }
    if !round {
        return (low, high);
    }
    if log {
        let margin = (high / low).powf(0.04);
        return (low / margin, high * margin);
    }
    let step = step(low, high, 5);
    ((low / step).floor() * step, (high / step).ceil() * step)
}

/// A step of 1, 2 or 5 times a power of ten that makes about `count` ticks.
fn step(low: f64, high: f64, count: usize) -> f64 {
    let rough = (high - low) / count as f64;
    let power = 10f64.powi(rough.log10().floor() as i32);
    let digit = [1.0, 2.0, 5.0, 10.0].into_iter().find(|d| d * power >= rough * 0.999).unwrap_or(10.0);
    digit * power
}

fn round_steps(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let step = step(low, high, count);
    let (first, last) = ((low / step - 1e-6).ceil() as i64, (high / step + 1e-6).floor() as i64);
    (first..=last).map(|i| i as f64 * step).map(|v| (v.clamp(low, high), text::number(v, step))).collect()
}

/// Powers of ten; where fewer than two fit, their multiples by 2 and 5 too.
fn powers(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let inside = |v: &f64| *v >= low * 0.999_999 && *v <= high * 1.000_001;
    let exponents = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let tens: Vec<i32> = exponents.clone().filter(|&e| inside(&10f64.powi(e))).collect();
    if tens.len() >= 3 || (tens.len() == 2 && count <= 3) {
        let stride = tens.len().div_ceil(count.max(2)) as i32;
        let kept = tens.into_iter().filter(|e| e.rem_euclid(stride) == 0);
        return text::powers_of_ten(kept);
    }
    let multiples = exponents.flat_map(|e| [1.0, 2.0, 5.0].map(|digit| (digit * 10f64.powi(e), e)));
    multiples.filter(|(v, _)| inside(v)).map(|(v, e)| (v, text::number(v, 10f64.powi(e)))).collect()
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        (start as f64 + self.share(*value) * (end - start) as f64).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight().allow_light_points() {
            true => Vec::new(),
            false => self.ticks.iter().map(|&(value, _)| value).collect(),
        }
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|(tick, _)| tick == value);
        tick.map(|(_, label)| label.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_reach_both_ends() {
        assert_eq!(labels(&Axis::new((0.0, 1.0), false, 5)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&Axis::new((-1.0, 1.0), false, 4)), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten_or_their_halves() {
        assert_eq!(labels(&Axis::new((1e-3, 1e2), true, 6)), ["0.001", "0.01", "0.1", "1", "10", "100"]);
        assert_eq!(labels(&Axis::new((1e-12, 1.0), true, 5)), ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]);
        assert_eq!(labels(&Axis::new((4.0, 64.0), true, 5)), ["5", "10", "20", "50"]);
    }

    #[test]
    fn data_widen_their_axis_to_whole_ticks() {
        assert_eq!(range_around(ends_of([0.97, 0.03], false), false, true), (0.0, 1.0));
        assert_eq!(range_around(ends_of([3.0], false), false, true), (2.5, 3.5));
    }
}
