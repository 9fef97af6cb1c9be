//! # Reading the clocks
//!
//! Sinusoids with C = 512 channels are 256 clocks: pair i turns by 1 / 10000^(2i/512)
//! radians with each position.
//!
//! 1. How long is the row of position 1000, as a vector?
//! 2. Which pair i goes round once in 2π·100, about 628, positions?
//! 3. Two rows are compared by their dot product. Which of these is the largest? **a**:
//!    positions 0 and 3. **b**: positions 500 and 502. **c**: positions 40 and 50. **d**:
//!    positions 1000 and 1004.
//!
//! Commit to all three, then let the check compute.
//!
//! Check it: `cargo exercises check clocks_of_positions`.
//! Stuck: `cargo exercises hint clocks_of_positions`.

/// The length of the row of position 1000.
pub const LENGTH: Option<f64> = None;

/// The pair that goes round in about 628 positions.
pub const PAIR: Option<f64> = None;

/// The two that are most alike: 'a', 'b', 'c' or 'd'.
pub const MOST_ALIKE: Option<char> = None;

/// A place to try things: `cargo run -p exercises --example clocks_of_positions`.
fn main() {
    println!("length {LENGTH:?}, pair {PAIR:?}, most alike {MOST_ALIKE:?}");
}
