//! Caught by: a_good_answer_beyond_the_band

/// ρ·A.
pub const GOOD_AND_LIKELIER: Option<f64> = Some(3.0);

/// The smaller of the two is ρ·A, and ∂ρ/∂log π = ρ.
pub const BAD_AND_LIKELIER: Option<f64> = Some(-3.0);

/// The smaller of the two is ρ·A, and ∂ρ/∂log π = ρ.
pub const GOOD_AND_UNLIKELIER: Option<f64> = Some(1.0);
