//! Caught by: the_deadly_bias_is_predicted

/// 64·256 + 256 + 256·64 + 64.
pub const NUMBERS: Option<f64> = Some(33088.0);

/// One kink a unit, one piece more than kinks.
pub const PIECES: Option<f64> = Some(6.0);

/// At the token (1, 1).
pub const DEADLY_BIAS: Option<f64> = Some(-7.0);
