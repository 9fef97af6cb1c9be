//! # Four to one
//!
//! A query sees two keys, one with the weight 0.8, the other with 0.2: four to one.
//! Something changes. What is the first key's weight then?
//!
//! 1. The query is multiplied by 2.
//! 2. The query is as it was, but a third key comes in, a copy of the first.
//! 3. The query is as it was, there are two keys again, but the same vector is added to
//!    both of them.
//!
//! Commit to three numbers, to three digits after the point. Then let the check compute.
//!
//! Check it: `cargo exercises check odds_of_two_keys`.
//! Stuck: `cargo exercises hint odds_of_two_keys`.

/// The first key's weight with twice the query.
pub const WITH_TWICE_THE_QUERY: Option<f64> = None;

/// The first key's weight beside a copy of it.
pub const BESIDE_A_COPY: Option<f64> = None;

/// The first key's weight when the same vector was added to both keys.
pub const WITH_BOTH_KEYS_MOVED: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example odds_of_two_keys`.
fn main() {
    println!("{WITH_TWICE_THE_QUERY:?}, {BESIDE_A_COPY:?}, {WITH_BOTH_KEYS_MOVED:?}");
}
