//! Caught by: large_scores_do_not_overflow

use ndarray::{Array2, s};

/// Causal attention with `heads` heads of queries; those of a group share their keys and
/// values.
pub fn grouped_queries(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    heads: usize,
) -> Array2<f64> {
    let d = q.ncols() / heads;
    let groups = k.ncols() / d;
    let mut y = Array2::zeros(q.raw_dim()); // (T, H·D)
    for h in 0..heads {
        let group = h / (heads / groups);
        let (own, shared) =
            (s![.., h * d..(h + 1) * d], s![.., group * d..(group + 1) * d]);
        let mut a = q.slice(own).dot(&k.slice(shared).t()) / (d as f64).sqrt();
        for (t, mut row) in a.rows_mut().into_iter().enumerate() {
            row.mapv_inplace(f64::exp);
            row.slice_mut(s![t + 1..]).fill(0.0);
            let sum = row.sum();
            row /= sum;
        }
        y.slice_mut(own).assign(&a.dot(&v.slice(shared)));
    }
    y
}
