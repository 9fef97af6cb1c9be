/// 0.001·e³ of 0.001·e³ + 0.3·e + 0.699.
pub const ODD_AT_1: Option<f64> = Some(0.013);

/// 0.001·e¹² of 0.001·e¹² + 0.3·e⁴ + 0.699.
pub const ODD_AT_A_QUARTER: Option<f64> = Some(0.905);

/// Nice answers less odd ones.
pub const GOLD_AT_A_QUARTER: Option<f64> = Some(-0.814);
