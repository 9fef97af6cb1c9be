//! Caught by: with_residuals

/// Each layer multiplies by about 1, and so do 48.
pub const ALONE: Option<char> = Some('a');

/// The straight road has no factor.
pub const WITH_RESIDUALS: Option<char> = Some('a');

/// The root of 1 + 48.
pub const WITH_RESIDUALS_AND_NORMS: Option<char> = Some('b');
