//! Caught by: the_only_right_answer

/// 1 − 1/8.
pub const ONE_RIGHT: Option<f64> = Some(0.875);

/// As above, upside down.
pub const ONE_WRONG: Option<f64> = Some(-2.646);

/// (1 − ½)/½.
pub const HALF_RIGHT: Option<f64> = Some(1.0);
