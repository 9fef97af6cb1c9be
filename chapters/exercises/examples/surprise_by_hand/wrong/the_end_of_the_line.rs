//! Caught by: words_on_lines

/// ln 32.
pub const EQUALLY_LIKELY: Option<f64> = Some(3.466);

/// The mean of 1 bit and 3 bits is 2 bits.
pub const PERPLEXITY: Option<f64> = Some(4.0);

/// ln 2 for each line, and a line has three characters.
pub const FLOOR: Option<f64> = Some(0.231);
