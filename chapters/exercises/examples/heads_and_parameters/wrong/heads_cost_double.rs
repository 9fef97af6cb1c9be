//! Caught by: eight_heads_are_counted_right

/// Four matrices with their biases.
pub const WITH_4_HEADS: Option<f64> = Some(16640.0);

/// Twice the heads.
pub const WITH_8_HEADS: Option<f64> = Some(33280.0);
