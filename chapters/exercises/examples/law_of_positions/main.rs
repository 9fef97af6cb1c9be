//! # What sinusoids promise
//!
//! A table of positions has a row for each position 0, 1, 2, … Write the law of the
//! sinusoidal ones: a function that looks at a table, knows nothing of how it was made, and
//! says whether **likeness is a matter of distance**: how alike two positions are depends
//! on how far apart they stand, on nothing else; and no position is as like another one as
//! it is like itself.
//!
//! The law is tried on sinusoids with different bases, 10000 and others, of which it must
//! be true. And on tables of which it must be false: random ones, sines without their
//! cosines, positions as plain numbers, and a table in which all positions are alike.
//!
//! The tables have from 2 to 12 rows and an even number of channels. Compare to within
//! 1e-9.
//!
//! Check it: `cargo exercises check law_of_positions`.
//! Stuck: `cargo exercises hint law_of_positions`.

use ndarray::{Array2, array};

/// Whether likeness is a matter of distance in this table of positions (context, C).
pub fn law(table: &Array2<f64>) -> bool {
    table.nrows() > 0
}

/// A place to try things: `cargo run -p exercises --example law_of_positions`.
fn main() {
    println!("plain numbers obey it: {}", law(&array![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]));
}
