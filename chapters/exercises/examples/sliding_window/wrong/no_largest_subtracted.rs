//! Caught by: large_scores_do_not_overflow

use ndarray::{Array2, s};

/// Attention in which a token sees itself and the `window - 1` tokens before it.
pub fn sliding_window(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    window: usize,
) -> Array2<f64> {
    let mut y = Array2::zeros(v.raw_dim()); // (T, D_v)
    for t in 0..q.nrows() {
        let seen = s![(t + 1).saturating_sub(window)..=t, ..];
        let mut a = k.slice(seen).dot(&q.row(t)) / (q.ncols() as f64).sqrt(); // at most `window` scores
        a.mapv_inplace(f64::exp);
        let sum = a.sum();
        a /= sum;
        y.row_mut(t).assign(&a.dot(&v.slice(seen)));
    }
    y
}
