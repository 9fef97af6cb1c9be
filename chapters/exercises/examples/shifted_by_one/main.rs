//! # What comes next
//!
//! A model learns from a window of a text: `length` tokens from `start` on are what it
//! sees, its inputs. At each of them it is asked for the one that comes next in the text:
//! that is the target at this place.
//!
//! Write the inputs and the targets. The text is long enough for both.
//!
//! Don't use `training_loss`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check shifted_by_one`.
//! Stuck: `cargo exercises hint shifted_by_one`.

/// The window's tokens, and the token after each.
///
/// Both have `length` tokens.
pub fn shifted(text: &[usize], start: usize, length: usize) -> (Vec<usize>, Vec<usize>) {
    let _ = (text, start, length);
    (Vec::new(), Vec::new())
}

/// A place to try things: `cargo run -p exercises --example shifted_by_one`.
fn main() {
    let (inputs, targets) = shifted(&[10, 11, 12, 13, 14], 1, 3);
    println!("sees, should be [11, 12, 13]: {inputs:?}");
    println!("says, should be [12, 13, 14]: {targets:?}");
}
