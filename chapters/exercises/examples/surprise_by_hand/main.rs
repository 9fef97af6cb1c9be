//! # Three surprises
//!
//! Three numbers to foresee; 0.01 more or less will do.
//!
//! First: a new model has a vocabulary of 32 characters and finds all of them equally
//! likely. What is its loss, in nats?
//!
//! Second: a model gives the right token the probability 1/2 for one half of all tokens,
//! and 1/8 for the other half. What is its perplexity?
//!
//! Third: a text has one word on each line, `fox` or `hen`, and each line is as likely to
//! be the one as the other. What is the smallest loss that any model can have on it in the
//! long run, in nats per character? The end of a line is a character.
//!
//! Check it: `cargo exercises check surprise_by_hand`.
//! Stuck: `cargo exercises hint surprise_by_hand`.

/// The loss in nats of a model that finds 32 characters equally likely.
pub const EQUALLY_LIKELY: Option<f64> = None;

/// The perplexity of a model that gives the right token 1/2 and 1/8 in turn.
pub const PERPLEXITY: Option<f64> = None;

/// The smallest possible loss, in nats per character, on lines of `fox` and `hen`.
pub const FLOOR: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example surprise_by_hand`.
fn main() {
    println!(
        "equally likely: {EQUALLY_LIKELY:?}, perplexity: {PERPLEXITY:?}, floor: {FLOOR:?}"
    );
}
