//! Caught by: the_deadly_bias_is_predicted

/// 96·384 + 384 + 384·96 + 96.
pub const NUMBERS: Option<f64> = Some(74208.0);

/// One kink a unit, one piece more than kinks.
pub const PIECES: Option<f64> = Some(6.0);

/// At the token (1, 1).
pub const DEADLY_BIAS: Option<f64> = Some(-7.0);
