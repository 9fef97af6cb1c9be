//! Caught by: the_only_right_answer

/// The std of a sample.
pub const ONE_RIGHT: Option<f64> = Some(2.475);

/// As above, upside down.
pub const ONE_WRONG: Option<f64> = Some(-2.646);

/// (1 − ½)/½.
pub const HALF_RIGHT: Option<f64> = Some(1.0);
