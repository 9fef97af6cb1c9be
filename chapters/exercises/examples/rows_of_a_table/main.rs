//! # Looked up, and paid back
//!
//! The embedding is a table E with a row of C numbers for each of the V tokens; what the
//! model sees of a text are the rows of its tokens, one below the other:
//!
//!     x[t] = E[token[t]]
//!
//! On the way back, `dx[t] = ∂L/∂x[t]` has to be paid to the row that x[t] came from, and
//! rows that nobody looked up get nothing. A token that comes twice in the text is paid
//! twice.
//!
//! Don't use `decoder`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check rows_of_a_table`.
//! Stuck: `cargo exercises hint rows_of_a_table`.

use ndarray::{Array2, array};

/// Each token's row of the table.
///
/// table: (V, C); returns (T, C).
pub fn embedded(tokens: &[usize], table: &Array2<f64>) -> Array2<f64> {
    Array2::zeros((tokens.len(), table.ncols()))
}

/// The gradient of the table.
///
/// dx: (T, C); returns (V, C).
pub fn embedded_backward(tokens: &[usize], dx: &Array2<f64>, vocab: usize) -> Array2<f64> {
    let _ = tokens;
    Array2::zeros((vocab, dx.ncols()))
}

/// A place to try things: `cargo run -p exercises --example rows_of_a_table`.
fn main() {
    let table = array![[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]];
    println!("rows 2, 2, 0: {}", embedded(&[2, 2, 0], &table));
    let dx = array![[1.0], [10.0], [100.0]];
    let dtable = embedded_backward(&[2, 2, 0], &dx, 3);
    println!("should be [[100], [0], [11]]: {dtable}");
}
