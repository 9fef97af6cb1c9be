//! # A clock with two hands
//!
//! This table of positions looks like the page's picture of it. Every number lies between
//! −1 and 1, no two rows are the same, position 0 is right, and so is every second channel.
//! But no matrix carries each row to the next one, and a head that looks one word back
//! can't be built with it. Find the mistake and mend it.
//!
//!     PE(pos, 2i) = sin(pos / 10000^(2i/C))        PE(pos, 2i+1) = cos(pos / 10000^(2i/C))
//!
//! Do without `positional_encoding`: with the chapter's own code there is nothing left to
//! find out.
//!
//! Check it: `cargo exercises check pairs_out_of_step`.
//! Stuck: `cargo exercises hint pairs_out_of_step`.

use ndarray::Array2;

/// The sinusoidal encoding of the positions 0 .. context.
///
/// Returns (context, C), C even.
pub fn positions(context: usize, c: usize) -> Array2<f64> {
    Array2::from_shape_fn((context, c), |(pos, channel)| {
        let angle = pos as f64 / 10000_f64.powf(channel as f64 / c as f64);
        if channel % 2 == 0 { angle.sin() } else { angle.cos() }
    })
}

/// A place to try things: `cargo run -p exercises --example pairs_out_of_step`.
fn main() {
    println!("the first three positions, in four channels:\n{:.3}", positions(3, 4));
}
