//! # An answer that nobody compared
//!
//! A supervised model gives three kinds of answers. People compared nice ones with rude
//! ones, and a reward was learnt from their choices. Odd answers were so rare that none
//! was ever compared; the learnt reward is a sum over words, and gives them what the
//! sum gives:
//!
//!     kind     probability    learnt reward    gold
//!     nice     0.300          1                1
//!     rude     0.699          0                0
//!     odd      0.001          3                -1
//!
//! Reinforcement learning with the learnt reward r, at the price β, ends at the policy
//! π(x) = π_SFT(x)·e^{r(x)/β}/Z. *Gold* is what people would say if they were asked.
//! Predict three numbers; 0.01 more or less will do. First: how often is an answer odd
//! in the end, with β = 1? Second: and with β = 1/4? Third: what is the mean gold of
//! the answers then?
//!
//! Check it: `cargo exercises check answers_never_compared`.
//! Stuck: `cargo exercises hint answers_never_compared`.

/// How often an answer is odd, with β = 1.
pub const ODD_AT_1: Option<f64> = None;

/// How often an answer is odd, with β = 1/4.
pub const ODD_AT_A_QUARTER: Option<f64> = None;

/// The mean gold of the answers, with β = 1/4.
pub const GOLD_AT_A_QUARTER: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example answers_never_compared`.
fn main() {
    println!("odd, with β = 1: {ODD_AT_1:?}");
    println!("odd, with β = 1/4: {ODD_AT_A_QUARTER:?}");
    println!("gold, with β = 1/4: {GOLD_AT_A_QUARTER:?}");
}
