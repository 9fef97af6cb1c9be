//! Caught by: the_numbers_are_predicted

/// 64·256 + 256·64.
pub const NUMBERS: Option<f64> = Some(32768.0);

/// One kink a unit, one piece more than kinks.
pub const PIECES: Option<f64> = Some(6.0);

/// Minus the length of (3, 4).
pub const DEADLY_BIAS: Option<f64> = Some(-5.0);
