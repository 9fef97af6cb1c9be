//! Caught by: the_pieces_are_predicted

/// 96·384 + 384 + 384·96 + 96.
pub const NUMBERS: Option<f64> = Some(74208.0);

/// One a unit.
pub const PIECES: Option<f64> = Some(5.0);

/// Minus the length of (3, 4).
pub const DEADLY_BIAS: Option<f64> = Some(-5.0);
