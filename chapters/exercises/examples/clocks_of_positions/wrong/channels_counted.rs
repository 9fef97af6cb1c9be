//! Caught by: the_length_is_predicted

/// √512.
pub const LENGTH: Option<f64> = Some(22.63);

/// 10000^(2·128/512) = 100.
pub const PAIR: Option<f64> = Some(128.0);

/// They are the closest.
pub const MOST_ALIKE: Option<char> = Some('b');
