//! Caught by: the_pair_is_predicted

/// √256.
pub const LENGTH: Option<f64> = Some(16.0);

/// The channel.
pub const PAIR: Option<f64> = Some(256.0);

/// They are the closest.
pub const MOST_ALIKE: Option<char> = Some('b');
