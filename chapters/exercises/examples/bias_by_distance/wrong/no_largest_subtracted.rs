//! Caught by: large_scores_do_not_overflow

use ndarray::{Array2, s};

/// The slopes of the heads, from the steepest to the flattest.
pub fn slopes(heads: usize) -> Vec<f64> {
    (1..=heads).map(|h| 2_f64.powf(-8.0 * h as f64 / heads as f64)).collect()
}

/// Causal attention in which a key counts for less, the further back it stands.
pub fn attend_near(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    slope: f64,
) -> Array2<f64> {
    let mut y = Array2::zeros(v.raw_dim()); // (T, D_v)
    for t in 0..q.nrows() {
        let seen = s![..=t, ..];
        let mut a = k.slice(seen).dot(&q.row(t)) / (q.ncols() as f64).sqrt(); // t + 1 scores
        for (s, score) in a.iter_mut().enumerate() {
            *score -= slope * (t - s) as f64;
        }
        a.mapv_inplace(f64::exp);
        let sum = a.sum();
        a /= sum;
        y.row_mut(t).assign(&a.dot(&v.slice(seen)));
    }
    y
}
