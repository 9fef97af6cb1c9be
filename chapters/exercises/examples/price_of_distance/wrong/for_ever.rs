//! Caught by: the_distance_without_a_price

/// Odds of e to 9.
pub const GOOD_WITH_BETA_1: Option<f64> = Some(0.232);

/// e to the power of 1/β is 9.
pub const BETA_OF_A_HALF: Option<f64> = Some(0.455);

/// No price, no bound.
pub const KL_WITHOUT_A_PRICE: Option<f64> = Some(f64::INFINITY);
