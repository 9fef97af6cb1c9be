//! # What a norm forgets, and where it lands
//!
//! Write a law that layer normalisation (without gain and bias, and with ε = 0) obeys and
//! its false friends don't: a function that takes *any* norm, tries it on one token, and
//! says whether it did what it must.
//!
//! Your law is tried on right code, of which it must be true for every token, and on wrong
//! code: one that leaves the mean where it is, one that leaves the size as it is, one that
//! divides by C − 1, one that turns the token around (what was largest comes out smallest).
//! It must be false of each on some token. The tokens have two to eight channels, which are
//! never all equal, of any size up to ±1000. Right code rounds: compare to within 1e-9.
//!
//! Don't use `residual_norm`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check law_of_layer_norm`.
//! Stuck: `cargo exercises hint law_of_layer_norm`.

/// A norm: from the channels of one token to as many channels.
pub type Norm = fn(&[f64]) -> Vec<f64>;

/// Whether this norm does what layer normalisation must, on this token.
pub fn law(norm: Norm, token: &[f64]) -> bool {
    norm(token).len() == token.len()
}

/// A place to try things: `cargo run -p exercises --example law_of_layer_norm`.
fn main() {
    let halved: Norm = |token| token.iter().map(|x| x / 2.0).collect();
    println!("halving is a layer norm: {}", law(halved, &[1.0, 2.0]));
}
