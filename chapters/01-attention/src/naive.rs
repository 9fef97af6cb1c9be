//! Attention as loops, straight from the formula: to be read first, and to test the fast
//! one against.

use ndarray::Array2;

use crate::Mask;

/// `y[t] = Σ_s a[t, s] · v[s]`, with `a[t, s] = exp(q[t]·k[s] / √D) / Σ_s' exp(q[t]·k[s'] /
/// √D)` over the visible `s`
///
/// Returns `y` `(T, D_v)` and the weights `a` `(T, S)`, as [`attend`](crate::attend) does.
// ANCHOR: attend
pub fn attend(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    mask: Mask,
) -> (Array2<f64>, Array2<f64>) {
    let mut a = Array2::zeros((q.nrows(), k.nrows())); // (T, S)
    let mut y = Array2::zeros((q.nrows(), v.ncols())); // (T, D_v)
    for t in 0..q.nrows() {
        let visible = mask.visible(t, q.nrows(), k.nrows());
        let mut sum = 0.0;
        for s in 0..visible {
            let mut dot = 0.0;
            for d in 0..q.ncols() {
                dot += q[[t, d]] * k[[s, d]];
            }
            a[[t, s]] = (dot / (q.ncols() as f64).sqrt()).exp();
            sum += a[[t, s]];
        }
        for s in 0..visible {
            a[[t, s]] /= sum;
            for d in 0..v.ncols() {
                y[[t, d]] += a[[t, s]] * v[[s, d]];
            }
        }
    }
    (y, a)
}
// ANCHOR_END: attend

/// The gradients `(dq, dk, dv)` of [`attend`], by the chain rule through every single
/// multiplication.
// ANCHOR: attend_backward
pub fn attend_backward(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    a: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let scale = 1.0 / (q.ncols() as f64).sqrt();
    let mut dq = Array2::zeros(q.dim()); // (T, D)
    let mut dk = Array2::zeros(k.dim()); // (S, D)
    let mut dv = Array2::zeros(v.dim()); // (S, D_v)
    for t in 0..q.nrows() {
        for s in 0..k.nrows() {
            for d in 0..v.ncols() {
                dv[[s, d]] += a[[t, s]] * dy[[t, d]];
            }
            // The score q[t]·k[s]/√D moves every weight of its row: ∂a[j]/∂score[s] =
            // a[j]·([j = s] − a[s]).
            let mut dscore = 0.0;
            for j in 0..k.nrows() {
                let same = if j == s { 1.0 } else { 0.0 };
                for d in 0..v.ncols() {
                    dscore += dy[[t, d]] * v[[j, d]] * a[[t, j]] * (same - a[[t, s]]);
                }
            }
            for d in 0..q.ncols() {
                dq[[t, d]] += dscore * scale * k[[s, d]];
                dk[[s, d]] += dscore * scale * q[[t, d]];
            }
        }
    }
    (dq, dk, dv)
}
// ANCHOR_END: attend_backward
