//! # Forty-eight layers down
//!
//! A stack of 48 feed-forward networks begins with the book's own weights: each layer,
//! alone, leaves the mean square of a gradient as large as it was. A random gradient goes
//! in at the top. How long is it when it arrives at the bottom, beside what went in? (Its
//! length is the root of the sum of its squares.)
//!
//!     a  about the same, or less
//!     b  about 7 times as long
//!     c  about 50 times as long
//!     d  more than a million times as long
//!
//! Commit to one letter for each of three stacks: the layers alone, the layers with a
//! residual connection each, and with a residual connection and a norm each (pre-LN). Then
//! let the check send a gradient through all three.
//!
//! Check it: `cargo exercises check depth_and_gradient`.
//! Stuck: `cargo exercises hint depth_and_gradient`.

/// The 48 layers alone.
pub const ALONE: Option<char> = None;

/// Each with a residual connection: x + f(x).
pub const WITH_RESIDUALS: Option<char> = None;

/// Each with a residual connection and a norm: x + f(LN(x)).
pub const WITH_RESIDUALS_AND_NORMS: Option<char> = None;

/// A place to try things: `cargo run -p exercises --example depth_and_gradient`.
fn main() {
    println!("alone: {ALONE:?}");
    println!("with residuals: {WITH_RESIDUALS:?}");
    println!("with residuals and norms: {WITH_RESIDUALS_AND_NORMS:?}");
}
