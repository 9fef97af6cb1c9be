//! Caught by: the_articles_model_is_counted_right

/// Two tables of 3200, three blocks of 12·32² + 13·32 = 12704.
pub const AS_IN_THE_ARTICLE: Option<f64> = Some(44512.0);

/// One table of 3200 less, one of 2048 more.
pub const AS_IN_GPT_2: Option<f64> = Some(43424.0);

/// Nearly 4: the matrices grow with the square, the biases and norms in proportion.
pub const TWICE_AS_WIDE: Option<f64> = Some(3.93);
