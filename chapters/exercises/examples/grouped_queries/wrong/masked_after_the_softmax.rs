//! Caught by: a_single_head_is_plain_attention

use foundations::softmax;
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
        let scores = q.slice(own).dot(&k.slice(shared).t()) / (d as f64).sqrt();
        let mut a = softmax(&scores);
        for (t, mut row) in a.rows_mut().into_iter().enumerate() {
            row.slice_mut(s![t + 1..]).fill(0.0);
        }
        y.slice_mut(own).assign(&a.dot(&v.slice(shared)));
    }
    y
}
