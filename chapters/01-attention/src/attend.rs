//! Scaled dot-product attention, forward and backward.

use foundations::{
    Float, product, product_into, softmax_backward_in_place, softmax_in_place,
};
use ndarray::{Array2, ArrayRef2, s};

use crate::Mask;

/// Scaled dot-product attention of one head.
///
/// ```text
/// y = softmax(q·kᵀ / √D)·v
/// ```
///
/// Vaswani et al. 2017, equation 1. The softmax of each row runs over the keys that the
/// mask lets its query see; the other weights are exactly 0. There may be more keys than
/// queries: then the queries are the last tokens of the sequence, and the first `S − T`
/// keys are its past.
///
/// # Shapes
/// `q`: `(T, D)`, `k`: `(S, D)`, `v`: `(S, D_v)`, strided views welcome; returns `y`: `(T,
/// D_v)` and the weights `a`: `(T, S)`.
///
/// # Panics
/// If the shapes do not fit together, or the mask is causal and T > S.
///
/// ```
/// use attention::{Mask, attend};
/// use ndarray::array;
/// // All keys are equal, so all visible tokens weigh the same: each row is the mean of the
/// // values so far.
/// let q = array![[1.0], [2.0], [3.0]];
/// let k = array![[7.0], [7.0], [7.0]];
/// let v = array![[0.0], [2.0], [4.0]];
/// let (y, a) = attend(&q, &k, &v, Mask::Causal);
/// assert_eq!(y, array![[0.0], [1.0], [2.0]]);
/// assert_eq!(a.row(1), array![0.5, 0.5, 0.0]);
/// ```
// ANCHOR: attend
pub fn attend<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    v: &ArrayRef2<F>,
    mask: Mask,
) -> (Array2<F>, Array2<F>) {
    let mut a = Array2::zeros((q.nrows(), k.nrows())); // (T, S)
    let mut y = Array2::zeros((q.nrows(), v.ncols())); // (T, D_v)
    attend_into(q, k, v, mask, &mut a, &mut y);
    (y, a)
}
// ANCHOR_END: attend

/// [`attend`], written into arrays (or strided views) that the caller owns: whatever they
/// held is overwritten.
///
/// # Shapes
/// As for [`attend`]; `a`: `(T, S)`, `y`: `(T, D_v)`.
///
/// # Panics
/// As [`attend`], and if `a` or `y` has another shape.
// ANCHOR: attend_into
pub fn attend_into<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    v: &ArrayRef2<F>,
    mask: Mask,
    a: &mut ArrayRef2<F>,
    y: &mut ArrayRef2<F>,
) {
    let scale = F::one() / F::of(q.ncols() as f64).sqrt();
    product_into(scale, q, &k.t(), a); // (T, S): the scores
    for (t, mut row) in a.rows_mut().into_iter().enumerate() {
        let visible = mask.visible(t, q.nrows(), k.nrows());
        softmax_in_place(&mut row.slice_mut(s![..visible]));
        row.slice_mut(s![visible..]).fill(F::zero());
    }
    product_into(F::one(), a, v, y); // (T, D_v)
}
// ANCHOR_END: attend_into

/// The gradients `(dq, dk, dv)`, given the weights `a` of the forward and `dy = ∂L/∂y`.
///
/// ```text
/// dv = aᵀ·dy
/// da = dy·vᵀ
/// ds[t] = a[t] ∘ (da[t] − a[t]·da[t])
/// dq = ds·k / √D
/// dk = dsᵀ·q / √D
/// ```
///
/// No mask is needed: where the forward did not look, `a` is 0, and so is the score's
/// gradient.
///
/// # Shapes
/// `q`, `dq`: `(T, D)`; `k`, `dk`: `(S, D)`; `v`, `dv`: `(S, D_v)`; `a`: `(T, S)`; `dy`:
/// `(T, D_v)`.
///
/// # Panics
/// If the shapes do not fit together.
pub fn attend_backward<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    v: &ArrayRef2<F>,
    a: &ArrayRef2<F>,
    dy: &ArrayRef2<F>,
) -> (Array2<F>, Array2<F>, Array2<F>) {
    // ANCHOR: backward_sum
    // y = a·v
    let dv = product(&a.t(), dy); // (S, D_v)
    let mut ds = product(dy, &v.t()); // (T, S): da, and soon ds
    // ANCHOR_END: backward_sum
    // ANCHOR: backward_softmax
    // a = softmax(s), row by row
    for (a, mut ds) in a.rows().into_iter().zip(ds.rows_mut()) {
        softmax_backward_in_place(&a, &mut ds);
    }
    // ANCHOR_END: backward_softmax
    // ANCHOR: backward_scores
    // s = q·kᵀ/√D
    ds *= F::one() / F::of(q.ncols() as f64).sqrt();
    let dq = product(&ds, k); // (T, D)
    let dk = product(&ds.t(), q); // (S, D)
    // ANCHOR_END: backward_scores
    (dq, dk, dv)
}
