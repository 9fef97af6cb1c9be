//! Caught by: the_beta_of_an_even_choice

/// Odds of e to 9.
pub const GOOD_WITH_BETA_1: Option<f64> = Some(0.232);

/// e to the power of 1/β is 9.
pub const BETA_OF_A_HALF: Option<f64> = Some(2.197);

/// Ten times as likely as it was: ln 10.
pub const KL_WITHOUT_A_PRICE: Option<f64> = Some(2.303);
