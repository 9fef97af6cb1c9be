/// Four matrices of 64 by 64, each with a bias of 64.
pub const WITH_4_HEADS: Option<f64> = Some(16640.0);

/// The same: H does not appear.
pub const WITH_8_HEADS: Option<f64> = Some(16640.0);
