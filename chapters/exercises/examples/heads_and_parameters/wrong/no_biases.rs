//! Caught by: four_heads_are_counted_right

/// Four matrices.
pub const WITH_4_HEADS: Option<f64> = Some(16384.0);

/// The same.
pub const WITH_8_HEADS: Option<f64> = Some(16384.0);
