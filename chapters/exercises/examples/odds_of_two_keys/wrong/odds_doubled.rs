//! Caught by: twice_the_query_is_predicted

/// Eight to one.
pub const WITH_TWICE_THE_QUERY: Option<f64> = Some(0.889);

/// Four to one to four.
pub const BESIDE_A_COPY: Option<f64> = Some(0.444);

/// Both scores have grown alike.
pub const WITH_BOTH_KEYS_MOVED: Option<f64> = Some(0.8);
