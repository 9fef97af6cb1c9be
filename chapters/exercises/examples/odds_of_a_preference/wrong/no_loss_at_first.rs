//! Caught by: the_loss_at_first

/// Nothing has been learnt yet.
pub const LOSS_AT_FIRST: Option<f64> = Some(0.0);

/// −β·σ(−0).
pub const SLOPE_AT_FIRST: Option<f64> = Some(-0.25);

/// β·ln(odds) = ln 9.
pub const ODDS: Option<f64> = Some(81.0);
