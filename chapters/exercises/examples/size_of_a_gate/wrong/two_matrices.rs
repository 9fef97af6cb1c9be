//! Caught by: the_network_of_llama_2

/// Three matrices of 768·M are to be two of 768·3072.
pub const UNITS: Option<f64> = Some(2048.0);

/// Two matrices of 4096·11008.
pub const MILLIONS: Option<f64> = Some(90.2);

/// The gate and the value are both doubled.
pub const TIMES: Option<f64> = Some(4.0);
