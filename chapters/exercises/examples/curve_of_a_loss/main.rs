//! # What a curve says
//!
//! A model of 34 characters is trained on text whose floor, the smallest loss in the long
//! run, is 0.25 nats a character. Four looks at its curve:
//!
//! 1. The first loss, before any step, is 9. What is it? **a**: as it should be, for nothing
//!    is learnt yet. **b**: too large, the model is sure of wrong things already. **c**: too
//!    small.
//! 2. The loss began at 3.5. What lies above the floor halves every 100 steps. What is the
//!    loss after 400 steps? 0.01 more or less will do.
//! 3. Late in the training the losses of single batches of 8 windows scatter about their
//!    mean with a standard deviation of 0.04. What would it be with batches of 32 windows?
//! 4. Another run ends at 0.02, on text that it has not seen, and writes nothing but
//!    gibberish. What is the likeliest reason? **a**: it has learnt the text by heart.
//!    **b**: the learning rate is too large. **c**: it sees the characters that it should
//!    foresee.
//!
//! Check it: `cargo exercises check curve_of_a_loss`.
//! Stuck: `cargo exercises hint curve_of_a_loss`.

/// What a first loss of 9 is: 'a', 'b' or 'c'.
pub const FIRST: Option<char> = None;

/// The loss after 400 steps.
pub const LATER: Option<f64> = None;

/// The standard deviation with batches of 32.
pub const SCATTER: Option<f64> = None;

/// Why a loss can be below the floor: 'a', 'b' or 'c'.
pub const BELOW: Option<char> = None;

/// A place to try things: `cargo run -p exercises --example curve_of_a_loss`.
fn main() {
    println!("first {FIRST:?}, later {LATER:?}, scatter {SCATTER:?}, below {BELOW:?}");
}
