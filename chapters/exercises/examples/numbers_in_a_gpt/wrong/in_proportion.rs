//! Caught by: the_factor_of_the_width_is_right

/// Two tables of 3200, three blocks of 12·32² + 13·32 = 12704, and a norm of 64.
pub const AS_IN_THE_ARTICLE: Option<f64> = Some(44576.0);

/// One table of 3200 less, one of 2048 more.
pub const AS_IN_GPT_2: Option<f64> = Some(43424.0);

/// Twice the width, twice the numbers.
pub const TWICE_AS_WIDE: Option<f64> = Some(2.0);
