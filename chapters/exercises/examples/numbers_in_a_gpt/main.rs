//! # Where the numbers are
//!
//! A GPT has a vocabulary of V = 100 tokens, a context of T = 64, L = 3 blocks, and C = 32
//! channels in H = 4 heads. It is built as the article says: positions are sines and
//! cosines, it is pre-LN, and the last linear layer is a table of its own, without bias.
//! How many numbers does it learn?
//!
//! Then two changes, each with the other sizes as they were. First: it is built as GPT-2
//! is, with learned positions and a head that is tied to the embedding. How many numbers
//! now? Second: the width is doubled, to 64 channels. By what factor do the numbers *in the
//! three blocks* grow? (0.2 more or less will do.)
//!
//! Check it: `cargo exercises check numbers_in_a_gpt`.
//! Stuck: `cargo exercises hint numbers_in_a_gpt`.

/// How many numbers the article's model learns.
pub const AS_IN_THE_ARTICLE: Option<f64> = None;

/// And with learned positions and a tied head.
pub const AS_IN_GPT_2: Option<f64> = None;

/// The factor by which the numbers in the blocks grow when the width is doubled.
pub const TWICE_AS_WIDE: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example numbers_in_a_gpt`.
fn main() {
    println!("as in the article: {AS_IN_THE_ARTICLE:?}, as in GPT-2: {AS_IN_GPT_2:?}");
    println!("twice as wide, the blocks: {TWICE_AS_WIDE:?} times as many");
}
