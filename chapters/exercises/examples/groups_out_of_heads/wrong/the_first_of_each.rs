//! Caught by: four_heads_become_two

use ndarray::{Array2, s};

/// One head for each group: the mean of the heads that it replaces.
pub fn grouped(w: &Array2<f64>, heads: usize, groups: usize) -> Array2<f64> {
    let (d, each) = (w.ncols() / heads, heads / groups);
    let mut first = Array2::zeros((w.nrows(), groups * d));
    for g in 0..groups {
        let h = g * each;
        let mut group = first.slice_mut(s![.., g * d..(g + 1) * d]);
        group.assign(&w.slice(s![.., h * d..(h + 1) * d]));
    }
    first
}
