//! The same functions as loops, straight from their formulas: to be read first, and to test
//! the fast ones against.

use ndarray::{Array1, Array2};

/// The product of two matrices: `c[i, j] = Σ_k a[i, k] · b[k, j]`.
///
/// # Shapes
/// `a`: `(I, K)`, `b`: `(K, J)`; returns `(I, J)`.
///
/// # Panics
/// If `b` has fewer rows than `a` has columns.
// ANCHOR: product
pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
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
pub fn linear(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
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
pub fn softmax(s: &Array1<f64>) -> Array1<f64> {
    let mut max = s[0];
    for i in 1..s.len() {
        max = max.max(s[i]);
    }
    let mut sum = 0.0;
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
pub fn softmax_backward(p: &Array1<f64>, dp: &Array1<f64>) -> Array1<f64> {
    let mut ds = Array1::zeros(p.len());
    for i in 0..p.len() {
        for j in 0..p.len() {
            let same = if i == j { 1.0 } else { 0.0 };
            ds[i] += dp[j] * p[j] * (same - p[i]);
        }
    }
    ds
}
// ANCHOR_END: softmax_backward
