//! Caught by: gpt_2s_way_is_counted_right

/// Two tables of 3200, three blocks of 12·32² + 13·32 = 12704, and a norm of 64.
pub const AS_IN_THE_ARTICLE: Option<f64> = Some(44576.0);

/// One table of 2048 more.
pub const AS_IN_GPT_2: Option<f64> = Some(46624.0);

/// Nearly 4: the matrices grow with the square, the biases and norms in proportion.
pub const TWICE_AS_WIDE: Option<f64> = Some(3.93);
