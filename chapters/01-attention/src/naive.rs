//! Attention as loops, straight from the formula: to be read first, and to test the fast
//! one against.

use foundations::Float;
use ndarray::{Array2, ArrayRef2};

use crate::Mask;

/// `y[t] = Σ_s a[t, s] · v[s]`, with `a[t, s] = exp(q[t]·k[s] / √D) / Σ_s' exp(q[t]·k[s'] /
/// √D)` over the visible `s`
///
/// Returns `y` `(T, D_v)` and the weights `a` `(T, S)`, as [`attend`](crate::attend) does.
// ANCHOR: attend
pub fn attend<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    v: &ArrayRef2<F>,
    mask: Mask,
) -> (Array2<F>, Array2<F>) {
    let mut a = Array2::zeros((q.nrows(), k.nrows())); // (T, S)
    let mut y = Array2::zeros((q.nrows(), v.ncols())); // (T, D_v)
    for t in 0..q.nrows() {
        let visible = mask.visible(t, q.nrows(), k.nrows());
        let mut sum = F::zero();
        for s in 0..visible {
            let mut dot = F::zero();
            for d in 0..q.ncols() {
                dot += q[[t, d]] * k[[s, d]];
            }
            a[[t, s]] = (dot / F::of(q.ncols() as f64).sqrt()).exp();
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
pub fn attend_backward<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    v: &ArrayRef2<F>,
    a: &ArrayRef2<F>,
    dy: &ArrayRef2<F>,
) -> (Array2<F>, Array2<F>, Array2<F>) {
    let scale = F::one() / F::of(q.ncols() as f64).sqrt();
    let mut dq = Array2::zeros(q.raw_dim()); // (T, D)
    let mut dk = Array2::zeros(k.raw_dim()); // (S, D)
    let mut dv = Array2::zeros(v.raw_dim()); // (S, D_v)
    for t in 0..q.nrows() {
        for s in 0..k.nrows() {
            for d in 0..v.ncols() {
                dv[[s, d]] += a[[t, s]] * dy[[t, d]];
            }
            // The score q[t]·k[s]/√D moves every weight of its row: ∂a[j]/∂score[s] =
            // a[j]·([j = s] − a[s]).
            let mut dscore = F::zero();
            for j in 0..k.nrows() {
                let same = if j == s { F::one() } else { F::zero() };
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
