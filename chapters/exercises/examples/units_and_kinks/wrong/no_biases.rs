//! Caught by: the_numbers_are_predicted

/// 96·384 + 384·96.
pub const NUMBERS: Option<f64> = Some(73728.0);

/// One kink a unit, one piece more than kinks.
pub const PIECES: Option<f64> = Some(6.0);

/// Minus the length of (3, 4).
pub const DEADLY_BIAS: Option<f64> = Some(-5.0);
