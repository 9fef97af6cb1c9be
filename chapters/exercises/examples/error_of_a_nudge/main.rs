//! # How wrong is a nudge?
//!
//! Take the function x³ at x = 1. Its slope there is 3. Nudge x by h = 0.1, and look at two
//! approximations of the slope:
//!
//!     one-sided: ((1 + h)³ - 1³) / h        central: ((1 + h)³ - (1 - h)³) / 2h
//!
//! 1. What does the central difference give? Multiply out.
//! 2. And the one-sided one?
//! 3. Now h = 0.00001, the step of the book's gradient check, but in the single precision
//!    of `f32`: near 1 its numbers are about 0.0000001 apart. How far is the central
//!    difference from 3? **a**: by about h², 0.0000000001. **b**: by about 0.0000001.
//!    **c**: by something between 0.0001 and 0.1. **d**: by 3, for it is 0.
//!
//! Commit to all three, then let the check compute.
//!
//! Check it: `cargo exercises check error_of_a_nudge`.
//! Stuck: `cargo exercises hint error_of_a_nudge`.

/// The central difference of x³ at 1 with h = 0.1.
pub const CENTRAL: Option<f64> = None;

/// The one-sided difference.
pub const ONE_SIDED: Option<f64> = None;

/// How far off the central difference with h = 0.00001 is in `f32`: 'a', 'b', 'c' or 'd'.
pub const IN_SINGLE: Option<char> = None;

/// A place to try things: `cargo run -p exercises --example error_of_a_nudge`.
fn main() {
    println!("central {CENTRAL:?}, one-sided {ONE_SIDED:?}, in f32 {IN_SINGLE:?}");
}
