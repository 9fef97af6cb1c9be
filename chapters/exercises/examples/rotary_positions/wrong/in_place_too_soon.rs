//! Caught by: a_pair_turns_by_one_radian_a_step

use ndarray::Array2;

/// Queries or keys, each turned by its position; the first row stands at position `past`.
pub fn turned(x: &Array2<f64>, past: usize) -> Array2<f64> {
    let (tokens, d) = x.dim();
    let mut y = x.clone();
    for t in 0..tokens {
        for i in 0..d / 2 {
            let pace = 10000_f64.powf(-2.0 * i as f64 / d as f64);
            let (sin, cos) = ((past + t) as f64 * pace).sin_cos();
            y[[t, 2 * i]] = y[[t, 2 * i]] * cos - y[[t, 2 * i + 1]] * sin;
            y[[t, 2 * i + 1]] = y[[t, 2 * i]] * sin + y[[t, 2 * i + 1]] * cos;
        }
    }
    y
}
