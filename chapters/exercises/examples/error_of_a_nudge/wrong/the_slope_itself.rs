//! Caught by: the_central_difference_is_predicted

/// 3.
pub const CENTRAL: Option<f64> = Some(3.0);

/// 3 + 3h + h².
pub const ONE_SIDED: Option<f64> = Some(3.31);

/// About 10⁻⁷ / (2 · 10⁻⁵).
pub const IN_SINGLE: Option<char> = Some('c');
