//! Caught by: chances_in_turn

/// ln 32.
pub const EQUALLY_LIKELY: Option<f64> = Some(3.466);

/// The mean of 2 and 8.
pub const PERPLEXITY: Option<f64> = Some(5.0);

/// ln 2 for each line, and a line has four characters.
pub const FLOOR: Option<f64> = Some(0.173);
