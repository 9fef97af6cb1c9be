//! Caught by: the_rows_of_a_text_with_a_past_turn_further

use ndarray::Array2;

/// Queries or keys, each turned by its position; the first row stands at position `past`.
pub fn turned(x: &Array2<f64>, past: usize) -> Array2<f64> {
    let _ = past;
    let (tokens, d) = x.dim();
    let mut y = Array2::zeros((tokens, d));
    for t in 0..tokens {
        for i in 0..d / 2 {
            let pace = 10000_f64.powf(-2.0 * i as f64 / d as f64);
            let (sin, cos) = (t as f64 * pace).sin_cos();
            y[[t, 2 * i]] = x[[t, 2 * i]] * cos - x[[t, 2 * i + 1]] * sin;
            y[[t, 2 * i + 1]] = x[[t, 2 * i]] * sin + x[[t, 2 * i + 1]] * cos;
        }
    }
    y
}
