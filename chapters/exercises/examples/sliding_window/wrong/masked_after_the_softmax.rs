//! Caught by: any_window_on_any_tokens

use foundations::softmax;
use ndarray::Array2;

/// Attention in which a token sees itself and the `window - 1` tokens before it.
pub fn sliding_window(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    window: usize,
) -> Array2<f64> {
    let mut a = softmax(&(q.dot(&k.t()) / (q.ncols() as f64).sqrt())); // (T, T)
    for ((t, s), weight) in a.indexed_iter_mut() {
        if s > t || s + window <= t {
            *weight = 0.0;
        }
    }
    a.dot(v)
}
