//! Caught by: the_slope_at_first

/// z = 0, and σ(0) is one half: ln 2.
pub const LOSS_AT_FIRST: Option<f64> = Some(0.693);

/// −σ(0).
pub const SLOPE_AT_FIRST: Option<f64> = Some(-0.5);

/// β·ln(odds) = ln 9.
pub const ODDS: Option<f64> = Some(81.0);
