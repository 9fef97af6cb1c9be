//! Caught by: the_error_in_single_precision_is_predicted

/// 3 + h².
pub const CENTRAL: Option<f64> = Some(3.01);

/// 3 + 3h + h².
pub const ONE_SIDED: Option<f64> = Some(3.31);

/// The spacing of the numbers.
pub const IN_SINGLE: Option<char> = Some('b');
