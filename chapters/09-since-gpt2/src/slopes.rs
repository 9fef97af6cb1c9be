//! ALiBi: a key counts for less, the further back it stands.

use foundations::Float;
use ndarray::{Array2, ArrayRef2, Axis, concatenate, s};

/// The slopes of H heads, from the steepest to the flattest.
///
/// ```text
/// m_h = 2^(−8·h/H)        h = 1 … H
/// ```
///
/// Press, Smith and Lewis 2021.
///
/// ```
/// assert_eq!(since_gpt2::slopes(4), [0.25, 0.0625, 0.015625, 0.00390625]);
/// ```
pub fn slopes(heads: usize) -> Vec<f64> {
    (1..=heads).map(|h| (-8.0 * h as f64 / heads as f64).exp2()).collect()
}

/// Queries and keys with one channel more, so that attention as it is prices distance.
///
/// ```text
/// [q_t·√((D+1)/D), √(D+1)]·[k_s, m·s] / √(D+1) = q_t·k_s/√D + m·s
/// ```
///
/// which is the score of ALiBi, `q_t·k_s/√D − m·(t − s)`, but for `m·t`: the same number
/// for all keys of a query, and softmax does not see it.
///
/// # Shapes
/// `q`: `(T, D)`; `k`: `(S, D)`, the first of them at place 0; returns `(T, D + 1)` and
/// `(S, D + 1)`.
///
/// ```
/// use ndarray::array;
/// // One channel of zeros: nothing but the places is left, two apart in the scores.
/// let zeros = array![[0.0], [0.0]];
/// let (q, k) = since_gpt2::with_places(&zeros, &zeros, 2.0);
/// assert_eq!(q.dot(&k.t())[[1, 1]], 2_f64.sqrt() * 2.0);
/// assert_eq!(q.dot(&k.t())[[1, 0]], 0.0);
/// ```
// ANCHOR: with_places
pub fn with_places<F: Float>(
    q: &ArrayRef2<F>,
    k: &ArrayRef2<F>,
    slope: f64,
) -> (Array2<F>, Array2<F>) {
    let d = q.ncols() as f64;
    let ones = Array2::from_elem((q.nrows(), 1), F::of((d + 1.0).sqrt()));
    let places = Array2::from_shape_fn((k.nrows(), 1), |(s, _)| F::of(slope * s as f64));
    let louder = q * F::of(((d + 1.0) / d).sqrt());
    (concatenate![Axis(1), louder, ones], concatenate![Axis(1), k.view(), places])
}

/// The backward: `dq` and `dk`. The places have nothing to learn.
///
/// ```text
/// dq = √((D+1)/D)·(the first D columns)        dk = the first D columns
/// ```
///
/// # Shapes
/// `dq`: `(T, D + 1)`, `dk`: `(S, D + 1)`; returns `(T, D)` and `(S, D)`.
pub fn with_places_backward<F: Float>(
    dq: &ArrayRef2<F>,
    dk: &ArrayRef2<F>,
) -> (Array2<F>, Array2<F>) {
    let d = dq.ncols() - 1;
    let louder = F::of(((d + 1) as f64 / d as f64).sqrt());
    (&dq.slice(s![.., ..d]) * louder, dk.slice(s![.., ..d]).to_owned())
}
// ANCHOR_END: with_places
