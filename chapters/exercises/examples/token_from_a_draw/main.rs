//! # Where the dart lands
//!
//! The model says how likely each token is, and one of them has to be written. Lay the
//! probabilities side by side on a line of length 1, in the order of the tokens: token 0
//! from 0 to p[0], token 1 from there on to p[0] + p[1], and so on. A number drawn at
//! random from 0 to 1 falls into one of these pieces; that token is written.
//!
//! A piece includes its beginning but not its end: so a token of probability 0 is
//! never written. The probabilities may sum to a little less than 1, by rounding; should
//! the number fall behind the last piece, the last token is written that has a probability.
//!
//! Don't use `decoder`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check token_from_a_draw`.
//! Stuck: `cargo exercises hint token_from_a_draw`.

use ndarray::{Array1, array};

/// The token into whose piece of the line the draw falls.
///
/// p: V, at least one of them above 0; draw: from 0 to less than 1.
pub fn drawn(p: &Array1<f64>, draw: f64) -> usize {
    let _ = draw;
    p.len()
}

/// A place to try things: `cargo run -p exercises --example token_from_a_draw`.
fn main() {
    for draw in [0.1, 0.3, 0.8] {
        println!(
            "{draw}, should be 0, 1, 2 in turn: {}",
            drawn(&array![0.25, 0.5, 0.25], draw)
        );
    }
}
