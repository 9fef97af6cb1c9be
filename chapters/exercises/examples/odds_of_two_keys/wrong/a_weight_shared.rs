//! Caught by: a_copy_of_the_key_is_predicted

/// Sixteen to one.
pub const WITH_TWICE_THE_QUERY: Option<f64> = Some(0.941);

/// Half of 0.8.
pub const BESIDE_A_COPY: Option<f64> = Some(0.4);

/// Both scores have grown alike.
pub const WITH_BOTH_KEYS_MOVED: Option<f64> = Some(0.8);
