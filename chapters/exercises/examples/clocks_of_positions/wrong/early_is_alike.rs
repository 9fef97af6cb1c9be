//! Caught by: the_most_alike_are_chosen

/// √256.
pub const LENGTH: Option<f64> = Some(16.0);

/// 10000^(2·128/512) = 100.
pub const PAIR: Option<f64> = Some(128.0);

/// They come first.
pub const MOST_ALIKE: Option<char> = Some('a');
