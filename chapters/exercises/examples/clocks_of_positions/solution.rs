/// √256: every pair adds 1 to the square.
pub const LENGTH: Option<f64> = Some(16.0);

/// 10000^(2·128/512) = 100.
pub const PAIR: Option<f64> = Some(128.0);

/// They are the closest.
pub const MOST_ALIKE: Option<char> = Some('b');
