//! Caught by: the_answer_to_a_doubled_token

/// Three matrices of 768·M are to be two of 768·3072.
pub const UNITS: Option<f64> = Some(2048.0);

/// Three matrices of 4096·11008.
pub const MILLIONS: Option<f64> = Some(135.3);

/// As x is.
pub const TIMES: Option<f64> = Some(2.0);
