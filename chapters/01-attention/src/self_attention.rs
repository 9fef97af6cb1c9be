//! The layer: queries, keys and values are three linear maps of the same input.

use foundations::{Float, Layer, Linear, LinearCache, params};
use ndarray::{Array3, ArrayRef3, Axis, s};
use rand::Rng;

use crate::{Mask, attend_backward, attend_into};

/// Self-attention with a single head.
///
/// ```text
/// q = x·W_Q + b_Q
/// k = x·W_K + b_K
/// v = x·W_V + b_V
/// y = softmax(q·kᵀ / √D)·v
/// ```
///
/// With biases of 0, where they start, this is the formula of the article.
///
/// # Shapes
/// `x`: `(B, T, C)`; `y`: `(B, T, D)`.
// ANCHOR: self_attention
#[derive(Clone, Debug, PartialEq)]
pub struct SelfAttention<F> {
    /// What a token asks for.
    pub query: Linear<F>, // (C, D)
    /// What a token is found by.
    pub key: Linear<F>, // (C, D)
    /// What a token tells.
    pub value: Linear<F>, // (C, D)
    /// Which tokens a token may look at.
    pub mask: Mask,
}

params!(SelfAttention { query, key, value });
// ANCHOR_END: self_attention

/// What [`SelfAttention`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct SelfAttentionCache<F: Float> {
    query: LinearCache<F>,
    key: LinearCache<F>,
    value: LinearCache<F>,
    q: Array3<F>, // (B, T, D)
    k: Array3<F>, // (B, T, D)
    v: Array3<F>, // (B, T, D)
    a: Array3<F>, // (B, T, T)
}

impl<F: Float> SelfAttentionCache<F> {
    /// The attention weights `(B, T, T)`: row t says how much token t took from each token.
    pub fn weights(&self) -> &Array3<F> {
        &self.a
    }
}

impl<F: Float> SelfAttention<F> {
    /// A head with normal weights of standard deviation `1/√C`, which keeps the size of a
    /// vector about as it was.
    pub fn new(c: usize, d: usize, mask: Mask, rng: &mut impl Rng) -> SelfAttention<F> {
        let std = 1.0 / (c as f64).sqrt();
        SelfAttention {
            query: Linear::new(c, d, std, rng),
            key: Linear::new(c, d, std, rng),
            value: Linear::new(c, d, std, rng),
            mask,
        }
    }
}

impl<F: Float> Layer<F> for SelfAttention<F> {
    type Cache = SelfAttentionCache<F>;

    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (q, query) = self.query.forward(x); // (B, T, D)
        let (k, key) = self.key.forward(x); // (B, T, D)
        let (v, value) = self.value.forward(x); // (B, T, D)
        let (batch, tokens, _) = x.dim();
        let mut a = Array3::zeros((batch, tokens, tokens)); // (B, T, T)
        let mut y = Array3::zeros(v.raw_dim()); // (B, T, D)
        for b in 0..batch {
            // a sequence attends to itself, never to its neighbours in the batch
            let one = s![b, .., ..];
            let (q, k, v) = (q.slice(one), k.slice(one), v.slice(one));
            let (mut a, mut y) = (a.slice_mut(one), y.slice_mut(one));
            attend_into(&q, &k, &v, self.mask, &mut a, &mut y);
        }
        (y, SelfAttentionCache { query, key, value, q, k, v, a })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let SelfAttentionCache { query, key, value, q, k, v, a } = cache;
        let mut dq = Array3::zeros(q.raw_dim()); // (B, T, D)
        let mut dk = Array3::zeros(k.raw_dim()); // (B, T, D)
        let mut dv = Array3::zeros(v.raw_dim()); // (B, T, D)
        for (b, dy) in dy.axis_iter(Axis(0)).enumerate() {
            // y = softmax(q·kᵀ/√D)·v
            let one = s![b, .., ..];
            let (q, k, v, a) = (q.slice(one), k.slice(one), v.slice(one), a.slice(one));
            let (dq_b, dk_b, dv_b) = attend_backward(&q, &k, &v, &a, &dy);
            dq.slice_mut(one).assign(&dq_b);
            dk.slice_mut(one).assign(&dk_b);
            dv.slice_mut(one).assign(&dv_b);
        }
        // three functions of the same x: their gradients add up
        let (dx_q, query) = self.query.backward(query, &dq);
        let (dx_k, key) = self.key.backward(key, &dk);
        let (dx_v, value) = self.value.backward(value, &dv);
        let gradient = SelfAttention { query, key, value, mask: self.mask };
        (dx_q + dx_k + dx_v, gradient)
    }
    // ANCHOR_END: backward
}
