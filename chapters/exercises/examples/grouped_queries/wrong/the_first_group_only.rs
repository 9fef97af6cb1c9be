//! Caught by: with_as_many_groups_as_heads_every_head_has_its_own_keys

use attention::{Mask, attend};
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
    let mut y = Array2::zeros(q.raw_dim()); // (T, H·D)
    for h in 0..heads {
        let (own, shared) = (s![.., h * d..(h + 1) * d], s![.., ..d]);
        let (head, _) =
            attend(&q.slice(own), &k.slice(shared), &v.slice(shared), Mask::Causal);
        y.slice_mut(own).assign(&head);
    }
    y
}
