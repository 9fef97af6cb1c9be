//! # What a nat costs
//!
//! A supervised model gives a good answer in one case of ten, and a bad one in the other
//! nine. A good answer has the reward 1, a bad one 0. Reinforcement learning finds the
//! policy with the largest
//!
//!     E[R] − β·KL(π ‖ π_SFT)
//!
//! Predict three numbers; 0.01 more or less will do. First: with β = 1, what is the
//! probability of a good answer in the end? Second: with which β is it exactly one half?
//! Third: as β goes to 0, how far does the policy go from the supervised model: to what
//! does the KL tend, in nats?
//!
//! Check it: `cargo exercises check price_of_distance`.
//! Stuck: `cargo exercises hint price_of_distance`.

/// With β = 1, the probability of a good answer.
pub const GOOD_WITH_BETA_1: Option<f64> = None;

/// The β with which good and bad answers are equally likely.
pub const BETA_OF_A_HALF: Option<f64> = None;

/// What the KL tends to as β goes to 0, in nats.
pub const KL_WITHOUT_A_PRICE: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example price_of_distance`.
fn main() {
    println!("good, with β = 1: {GOOD_WITH_BETA_1:?}");
    println!("one half, with β: {BETA_OF_A_HALF:?}");
    println!("KL, with β near 0: {KL_WITHOUT_A_PRICE:?}");
}
