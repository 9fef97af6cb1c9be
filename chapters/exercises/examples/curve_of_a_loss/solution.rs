/// ln 34 is 3.53.
pub const FIRST: Option<char> = Some('b');

/// 0.25 + 3.25 / 16.
pub const LATER: Option<f64> = Some(0.453);

/// Half of it: √(8 / 32).
pub const SCATTER: Option<f64> = Some(0.02);

/// No predictor is better than the best on new text.
pub const BELOW: Option<char> = Some('c');
