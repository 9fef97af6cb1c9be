//! # Fluent in training, lost in writing
//!
//! These causal weights train a model without a fault: its loss is what it should be, to
//! the last digit. But when the trained model writes, word by word, keeping the keys of
//! what it has written, it babbles. The weights are wrong exactly then. Find the mistake
//! and mend it.
//!
//! There may be more keys than queries: the T queries belong to the **last** T of the S
//! tokens, and the first S − T keys are their past. A token sees itself and everything
//! before it, nothing after it.
//!
//! Don't use `attention`: the chapter's own code would give the answer away.
//!
//! Check it: `cargo exercises check mask_with_a_past`.
//! Stuck: `cargo exercises hint mask_with_a_past`.

use foundations::softmax_in_place;
use ndarray::Array2;

/// The causal attention weights of the last T of S tokens.
///
/// q: (T, D); k: (S, D); returns (T, S).
pub fn causal_weights(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    let mut a = q.dot(&k.t()) / (q.ncols() as f64).sqrt(); // (T, S)
    for (t, mut row) in a.rows_mut().into_iter().enumerate() {
        for s in 0..k.nrows() {
            if s > t {
                row[s] = f64::NEG_INFINITY; // the future: a weight of 0
            }
        }
        softmax_in_place(&mut row);
    }
    a
}

/// A place to try things: `cargo run -p exercises --example mask_with_a_past`.
fn main() {
    let tokens = Array2::zeros((3, 2));
    println!("three tokens that are all alike:\n{:.2}", causal_weights(&tokens, &tokens));
}
