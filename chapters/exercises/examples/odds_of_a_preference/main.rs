//! # Where comparisons lead
//!
//! DPO learns from comparisons of two answers, a and b, where a was liked better:
//!
//!     L = -log σ(z)        z = β·log(π(a)/π_SFT(a)) - β·log(π(b)/π_SFT(b))
//!     σ(z) = 1/(1 + e^-z)
//!
//! Let β be 1/2, and foresee three numbers; 0.01 more or less will do. First: the
//! policy is still the supervised model. What is L, in nats? Second: what is ∂L/∂log
//! π(a) there? Third: a and b are compared very often, and people like a better in 9
//! cases of 10. Training goes on until the mean loss is as low as it gets. By how much
//! have the odds π(a)/π(b) been multiplied since the supervised model?
//!
//! Check it: `cargo exercises check odds_of_a_preference`.
//! Stuck: `cargo exercises hint odds_of_a_preference`.

/// The loss of the supervised model, in nats.
pub const LOSS_AT_FIRST: Option<f64> = None;

/// ∂L/∂log π(a) at the supervised model.
pub const SLOPE_AT_FIRST: Option<f64> = None;

/// By how much the odds of a against b are multiplied in the end.
pub const ODDS: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example odds_of_a_preference`.
fn main() {
    println!("loss at first: {LOSS_AT_FIRST:?}");
    println!("slope at first: {SLOPE_AT_FIRST:?}");
    println!("odds in the end, multiplied by: {ODDS:?}");
}
