//! Caught by: the_one_sided_difference_is_predicted

/// 3 + h².
pub const CENTRAL: Option<f64> = Some(3.01);

/// 3 + 3h.
pub const ONE_SIDED: Option<f64> = Some(3.3);

/// About 10⁻⁷ / (2 · 10⁻⁵).
pub const IN_SINGLE: Option<char> = Some('c');
