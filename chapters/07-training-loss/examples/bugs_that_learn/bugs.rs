//! A copy of attention's backward in which somebody made a mistake.

use attention::attend;
use foundations::{Float, Layer, LinearCache, Params, product, softmax_backward_in_place};
use multi_head::MultiHead;
use ndarray::{Array2, Array3, ArrayRef2, ArrayRef3, ArrayViewD, ArrayViewMutD, s};

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Bug {
    None,
    /// The scale 1/√D is forgotten on the way back to queries and keys.
    NoScale,
    /// The queries, and what is below them, get no gradient from the scores.
    NoQueries,
    /// The softmax's second term is forgotten.
    NoMean,
}

// ANCHOR: bugs
/// `(dq, dk, dv)`, as in chapter 1, but for the bug.
fn attend_backward<F: Float>(
    bug: Bug,
    [q, k, v]: [&ArrayRef2<F>; 3],
    a: &ArrayRef2<F>,
    dy: &ArrayRef2<F>,
) -> [Array2<F>; 3] {
    let dv = product(&a.t(), dy); // (T, D)
    let mut ds = product(dy, &v.t()); // (T, T)
    if bug == Bug::NoMean {
        ds.zip_mut_with(a, |ds, &a| *ds *= a);
    } else {
        for (a, mut ds) in a.rows().into_iter().zip(ds.rows_mut()) {
            softmax_backward_in_place(&a, &mut ds);
        }
    }
    if bug != Bug::NoScale {
        ds *= F::one() / F::of(q.ncols() as f64).sqrt();
    }
    let mut dq = product(&ds, k); // (T, D)
    if bug == Bug::NoQueries {
        dq.fill(F::zero());
    }
    [dq, product(&ds.t(), q), dv]
}
// ANCHOR_END: bugs

/// Multi-head attention with such a backward inside; its forward is right.
#[derive(Clone)]
pub(crate) struct Heads<F> {
    pub(crate) layer: MultiHead<F>,
    pub(crate) bug: Bug,
}

impl<F: Float> Params<F> for Heads<F> {
    fn collect<'a>(&'a self, at: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        self.layer.collect(at, list);
    }

    fn collect_mut<'a>(
        &'a mut self,
        at: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        self.layer.collect_mut(at, list);
    }
}

impl<F: Float> Layer<F> for Heads<F> {
    /// Of the wide projection, `q`, `k` and `v` side by side, and of the last projection.
    type Cache = (LinearCache<F>, Array3<F>, LinearCache<F>);

    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (c, d) = (x.dim().2, x.dim().2 / self.layer.heads);
        let (qkv, x) = self.layer.qkv.forward(x); // (B, T, 3C)
        let mut found = qkv.slice(s![.., .., ..c]).to_owned(); // (B, T, C)
        for b in 0..qkv.dim().0 {
            for from in (0..c).step_by(d) {
                let part = |i: usize| qkv.slice(s![b, .., i * c + from..i * c + from + d]);
                let y = attend(&part(0), &part(1), &part(2), self.layer.mask).0;
                found.slice_mut(s![b, .., from..from + d]).assign(&y);
            }
        }
        let (y, out) = self.layer.out.forward(&found);
        (y, (x, qkv, out))
    }

    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let (x, qkv, out) = cache;
        let (c, d) = (dy.dim().2, dy.dim().2 / self.layer.heads);
        let (dfound, out) = self.layer.out.backward(out, dy);
        let mut dqkv = Array3::zeros(qkv.raw_dim());
        for b in 0..qkv.dim().0 {
            for from in (0..c).step_by(d) {
                let part = |i: usize| qkv.slice(s![b, .., i * c + from..i * c + from + d]);
                let [q, k, v] = [part(0), part(1), part(2)];
                let a = attend(&q, &k, &v, self.layer.mask).1; // (T, T), again
                let dy = dfound.slice(s![b, .., from..from + d]);
                let parts = attend_backward(self.bug, [&q, &k, &v], &a, &dy);
                for (i, dpart) in parts.into_iter().enumerate() {
                    let from = i * c + from;
                    dqkv.slice_mut(s![b, .., from..from + d]).assign(&dpart);
                }
            }
        }
        let (dx, qkv) = self.layer.qkv.backward(x, &dqkv);
        let layer = MultiHead { qkv, out, ..self.layer.clone() };
        (dx, Heads { layer, bug: self.bug })
    }
}
