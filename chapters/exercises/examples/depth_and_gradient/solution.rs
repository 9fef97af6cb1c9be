/// Each layer multiplies by about 1, and so do 48.
pub const ALONE: Option<char> = Some('a');

/// The root of 2 to the power of 48.
pub const WITH_RESIDUALS: Option<char> = Some('d');

/// The root of 1 + 48.
pub const WITH_RESIDUALS_AND_NORMS: Option<char> = Some('b');
