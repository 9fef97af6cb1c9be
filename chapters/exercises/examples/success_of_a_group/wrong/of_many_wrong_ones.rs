//! Caught by: the_only_wrong_answer

/// (1 − 1/8)/√(1/8·7/8) = √7.
pub const ONE_RIGHT: Option<f64> = Some(2.646);

/// (0 − 1/8)/std.
pub const ONE_WRONG: Option<f64> = Some(-0.378);

/// (1 − ½)/½.
pub const HALF_RIGHT: Option<f64> = Some(1.0);
