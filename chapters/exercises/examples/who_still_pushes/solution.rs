/// Beyond the band on the side of its gain: level.
pub const GOOD_AND_LIKELIER: Option<f64> = Some(0.0);

/// The smaller of the two is ρ·A, and ∂ρ/∂log π = ρ.
pub const BAD_AND_LIKELIER: Option<f64> = Some(-3.0);

/// The smaller of the two is ρ·A, and ∂ρ/∂log π = ρ.
pub const GOOD_AND_UNLIKELIER: Option<f64> = Some(1.0);
