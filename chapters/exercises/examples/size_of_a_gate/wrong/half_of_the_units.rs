//! Caught by: the_units_of_an_equally_large_network

/// Half of 3072.
pub const UNITS: Option<f64> = Some(1536.0);

/// Three matrices of 4096·11008.
pub const MILLIONS: Option<f64> = Some(135.3);

/// The gate and the value are both doubled.
pub const TIMES: Option<f64> = Some(4.0);
