//! # One token at a time
//!
//! A model with rotary positions was trained on whole texts, and its loss is good. When
//! it writes, token by token with kept keys, the first token is right, and what follows
//! makes no sense. `turned` is right: it turns every row by its position, and the first
//! row stands at position `past`. A key that was turned once is kept as it is.
//!
//! Find the mistake in `scores` and mend it. (Scores are not divided by √D here.)
//!
//! Check it: `cargo exercises check place_of_the_new_token`.
//! Stuck: `cargo exercises hint place_of_the_new_token`.

use ndarray::{Array2, Axis, s};

/// The rows of x, turned by their positions; the first row stands at position `past`.
fn turned(x: &Array2<f64>, past: usize) -> Array2<f64> {
    let d = x.ncols();
    Array2::from_shape_fn(x.dim(), |(t, c)| {
        let pace = 10_000_f64.powf((c / 2 * 2) as f64 / d as f64);
        let (sin, cos) = ((past + t) as f64 / pace).sin_cos();
        if c % 2 == 0 {
            x[[t, c]] * cos - x[[t, c + 1]] * sin
        } else {
            x[[t, c - 1]] * sin + x[[t, c]] * cos
        }
    })
}

/// The scores q·k of every token with the keys up to its own, one token after the other.
///
/// q, k: (T, D), not turned yet, D even; returns (T, T), 0 for keys of later tokens.
pub fn scores(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    let (tokens, d) = q.dim();
    let mut kept = Array2::zeros((0, d)); // the keys so far
    let mut scores = Array2::zeros((tokens, tokens));
    for t in 0..tokens {
        let new = s![t..=t, ..]; // one token
        let query = turned(&q.slice(new).to_owned(), 0);
        let key = turned(&k.slice(new).to_owned(), t);
        kept.append(Axis(0), key.view()).expect("a row of D");
        scores.slice_mut(s![t, ..=t]).assign(&kept.dot(&query.row(0)));
    }
    scores
}

/// A place to try things: `cargo run -p exercises --example place_of_the_new_token`.
fn main() {
    let same = Array2::ones((3, 2));
    println!("equal tokens, so equal distances are equal scores:");
    println!("{:.3}", scores(&same, &same));
}
