//! # Fewer keys after all
//!
//! A model has been trained with H heads of keys, and now it is to keep only G, to save
//! memory when it writes. Ainslie and others (2023) begin so: the heads are put into
//! groups of H / G neighbours, and each group gets **one** head of keys, whose weights
//! are the mean of the weights of its heads; values likewise. Then the model is trained
//! on for a while.
//!
//! Write it for one weight matrix, W_K or W_V. Head h owns its columns h·D .. (h +
//! 1)·D, and group g owns the columns g·D .. (g + 1)·D of the result. With H = 6 and G
//! = 2, the heads 0, 1, 2 become group 0, and 3, 4, 5 group 1. H is a multiple of G.
//!
//! Check it: `cargo exercises check groups_out_of_heads`.
//! Stuck: `cargo exercises hint groups_out_of_heads`.

use ndarray::{Array2, array};

/// One head for each group: the mean of the heads that it replaces.
///
/// w: (C, H·D); returns (C, G·D).
pub fn grouped(w: &Array2<f64>, heads: usize, groups: usize) -> Array2<f64> {
    let d = w.ncols() / heads;
    Array2::zeros((w.nrows(), groups * d))
}

/// A place to try things: `cargo run -p exercises --example groups_out_of_heads`.
fn main() {
    let w = array![[1.0, 3.0, 10.0, 20.0]];
    println!("four heads of one channel, should be 2 15: {}", grouped(&w, 4, 2));
}
