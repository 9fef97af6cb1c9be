//! Caught by: token_by_token_is_the_whole_text

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
pub fn scores(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    let (tokens, d) = q.dim();
    let mut kept = Array2::zeros((0, d)); // the keys so far
    let mut scores = Array2::zeros((tokens, tokens));
    for t in 0..tokens {
        let new = s![t..=t, ..]; // one token
        let query = turned(&q.slice(new).to_owned(), t);
        kept.append(Axis(0), k.slice(new)).expect("a row of D");
        kept = turned(&kept, 0);
        scores.slice_mut(s![t, ..=t]).assign(&kept.dot(&query.row(0)));
    }
    scores
}
