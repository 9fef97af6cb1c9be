//! Softmax: any row of scores becomes a row of weights that are positive and sum to 1.

use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2};

use crate::{Float, largest, map_in_place, zip_in_place};

/// The softmax of every row.
///
/// ```text
/// p[i] = exp(s[i] − m) / Σ_j exp(s[j] − m)        m = max_j s[j]
/// ```
///
/// Subtracting the largest score changes nothing (numerator and denominator shrink alike)
/// and keeps `exp` from overflowing.
///
/// # Shapes
/// `scores`: `(N, K)`, K ≥ 1; returns `(N, K)`.
///
/// # Panics
/// If there are rows but no columns.
///
/// ```
/// use ndarray::array;
/// // Equal scores give equal weights.
/// assert_eq!(foundations::softmax(&array![[5.0, 5.0]]), array![[0.5, 0.5]]);
/// ```
pub fn softmax<F: Float>(scores: &ArrayRef2<F>) -> Array2<F> {
    let mut p = scores.to_owned();
    for mut row in p.rows_mut() {
        softmax_in_place(&mut row);
    }
    p
}

/// The softmax of one row, written over its scores.
///
/// # Panics
/// If the row is empty.
// ANCHOR: softmax
pub fn softmax_in_place<F: Float>(row: &mut ArrayRef1<F>) {
    assert!(!row.is_empty(), "softmax of an empty row: there is nothing to choose from");
    let max = largest(row);
    map_in_place(row, |s| (s - max).exponential());
    let sum = row.sum();
    map_in_place(row, |e| e / sum);
}
// ANCHOR_END: softmax

/// The gradient of the scores, given the weights `p = softmax(s)` and `dp = ∂L/∂p`.
///
/// ```text
/// ds[i] = p[i] · (dp[i] − Σ_j p[j]·dp[j])
/// ```
///
/// # Shapes
/// `p`, `dp`, and the result: `(K)`.
///
/// # Panics
/// If `p` and `dp` differ in length.
///
/// ```
/// use ndarray::array;
/// // Pulling all weights up equally changes nothing: they must go on summing to 1.
/// let ds = foundations::softmax_backward(&array![0.25, 0.75], &array![1.0, 1.0]);
/// assert_eq!(ds, array![0.0, 0.0]);
/// ```
pub fn softmax_backward<F: Float>(p: &ArrayRef1<F>, dp: &ArrayRef1<F>) -> Array1<F> {
    let mut ds = dp.to_owned();
    softmax_backward_in_place(p, &mut ds);
    ds
}

/// The gradient of the scores, written over the gradient of the weights.
///
/// ```text
/// dp[i] ← p[i] · (dp[i] − Σ_j p[j]·dp[j])
/// ```
///
/// # Panics
/// If `p` and `dp` differ in length.
// ANCHOR: backward
pub fn softmax_backward_in_place<F: Float>(p: &ArrayRef1<F>, dp: &mut ArrayRef1<F>) {
    let mean = p.dot(dp); // Σ_j p[j]·dp[j]: the mean pull, which all weights share
    zip_in_place(dp, p, |dp, p| p * (dp - mean));
}
// ANCHOR_END: backward
