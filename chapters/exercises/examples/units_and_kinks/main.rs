//! # Counting what bends
//!
//! 1. A feed-forward network has C = 96 channels and, as usual, 4C hidden units. How many
//!    learnable numbers does it have, biases and all?
//! 2. A network has a single channel and 5 hidden units with ReLU. Its output is a line
//!    made of straight pieces. How many can there be at most?
//! 3. A unit asks h = 3·x_1 + 4·x_2 + b, and all tokens lie in the circle x_1² + x_2² ≤ 1.
//!    The unit is dead when h ≤ 0 for every token. What is the largest b at which it is
//!    dead?
//!
//! Commit to all three numbers, then let the check count, cut and look.
//!
//! Check it: `cargo exercises check units_and_kinks`.
//! Stuck: `cargo exercises hint units_and_kinks`.

/// How many learnable numbers the network of 96 channels has.
pub const NUMBERS: Option<f64> = None;

/// How many straight pieces 5 units can make.
pub const PIECES: Option<f64> = None;

/// The largest bias at which the unit is dead.
pub const DEADLY_BIAS: Option<f64> = None;

/// A place to try things: `cargo run -p exercises --example units_and_kinks`.
fn main() {
    println!("numbers {NUMBERS:?}, pieces {PIECES:?}, deadly bias {DEADLY_BIAS:?}");
}
