//! Caught by: odd_answers_at_a_quarter

/// 0.001·e³ of 0.001·e³ + 0.3·e + 0.699.
pub const ODD_AT_1: Option<f64> = Some(0.013);

/// 0.001·e^{3/4}, scaled.
pub const ODD_AT_A_QUARTER: Option<f64> = Some(0.002);

/// Nice answers less odd ones.
pub const GOLD_AT_A_QUARTER: Option<f64> = Some(-0.814);
