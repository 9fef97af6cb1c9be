//! # What a head costs
//!
//! A multi-head attention layer has C = 64 channels and H = 4 heads, with biases
//! everywhere. How many learnable numbers does it have? And how many with 8 heads in place
//! of 4?
//!
//! Commit to both numbers before you look anything up. Then let the check count.
//!
//! Check it: `cargo exercises check heads_and_parameters`.
//! Stuck: `cargo exercises hint heads_and_parameters`.

/// How many learnable numbers a layer of 64 channels and 4 heads has.
pub const WITH_4_HEADS: Option<f64> = None;

/// And with 8 heads.
pub const WITH_8_HEADS: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example heads_and_parameters`.
fn main() {
    println!("my guess: {WITH_4_HEADS:?} with 4 heads, {WITH_8_HEADS:?} with 8");
}
