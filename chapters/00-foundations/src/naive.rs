//! The same functions as loops, straight from their formulas: to be read first, and to test
//! the fast ones against.

use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2};

use crate::Float;

/// The product of two matrices: `c[i, j] = Σ_k a[i, k] · b[k, j]`.
///
/// # Shapes
/// `a`: `(I, K)`, `b`: `(K, J)`; returns `(I, J)`.
///
/// # Panics
/// If `b` has fewer rows than `a` has columns.
// ANCHOR: product
pub fn product<F: Float>(a: &ArrayRef2<F>, b: &ArrayRef2<F>) -> Array2<F> {
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    for i in 0..a.nrows() {
        for j in 0..b.ncols() {
            for k in 0..a.ncols() {
                c[[i, j]] += a[[i, k]] * b[[k, j]];
            }
        }
    }
    c
}
// ANCHOR_END: product

/// The linear map of every row: `y[n, j] = b[j] + Σ_i x[n, i] · w[i, j]`.
///
/// # Shapes
/// `x`: `(N, C_in)`, `w`: `(C_in, C_out)`, `b`: `(C_out)`; returns `(N, C_out)`.
///
/// # Panics
/// If `w` or `b` is smaller than that.
// ANCHOR: linear
pub fn linear<F: Float>(x: &ArrayRef2<F>, w: &ArrayRef2<F>, b: &ArrayRef1<F>) -> Array2<F> {
    let mut y = Array2::zeros((x.nrows(), w.ncols()));
    for n in 0..x.nrows() {
        for j in 0..w.ncols() {
            y[[n, j]] = b[j];
            for i in 0..x.ncols() {
                y[[n, j]] += x[[n, i]] * w[[i, j]];
            }
        }
    }
    y
}
// ANCHOR_END: linear

/// The softmax of one row: `p[i] = exp(s[i] − m) / Σ_j exp(s[j] − m)`, with `m` the largest
/// score.
///
/// # Panics
/// If the row is empty.
// ANCHOR: softmax
pub fn softmax<F: Float>(s: &ArrayRef1<F>) -> Array1<F> {
    let mut max = s[0];
    for i in 1..s.len() {
        max = max.max(s[i]);
    }
    let mut sum = F::zero();
    for i in 0..s.len() {
        sum += (s[i] - max).exp();
    }
    let mut p = Array1::zeros(s.len());
    for i in 0..s.len() {
        p[i] = (s[i] - max).exp() / sum;
    }
    p
}
// ANCHOR_END: softmax

/// The chain rule written out: `ds[i] = Σ_j dp[j] · ∂p[j]/∂s[i]`, with `∂p[j]/∂s[i] = p[j]
/// · ([i = j] − p[i])`.
///
/// # Panics
/// If `dp` is shorter than `p`.
// ANCHOR: softmax_backward
pub fn softmax_backward<F: Float>(p: &ArrayRef1<F>, dp: &ArrayRef1<F>) -> Array1<F> {
    let mut ds = Array1::zeros(p.len());
    for i in 0..p.len() {
        for j in 0..p.len() {
            let same = if i == j { F::one() } else { F::zero() };
            ds[i] += dp[j] * p[j] * (same - p[i]);
        }
    }
    ds
}
// ANCHOR_END: softmax_backward
