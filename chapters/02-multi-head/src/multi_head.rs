//! All heads at once: one wide projection, heads as strided views of its output, no copies.

use attention::{Mask, attend_backward, attend_into};
use foundations::{Float, Layer, Linear, LinearCache, params};
use ndarray::{Array3, Array4, ArrayRef3, ArrayView2, s};
use rand::Rng;

/// Multi-head self-attention.
///
/// ```text
/// [q | k | v] = x·W + b
/// head_i = Attention(q_i, k_i, v_i)
/// y = [head_1 | … | head_H]·W_O + b_O
/// ```
///
/// Vaswani et al. 2017, section 3.2.2. The H small projections of the formula stand side by
/// side in one wide matrix, as GPT-2 keeps them: head i owns the channels `i·D .. (i+1)·D`
/// of q, of k and of v.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`; H heads of D = C/H channels.
///
/// ```
/// use attention::Mask;
/// use foundations::{Layer, Params};
/// use multi_head::MultiHead;
/// use ndarray::Array3;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let layer = MultiHead::<f32>::new(8, 2, Mask::Causal, &mut StdRng::seed_from_u64(1));
/// let (y, _) = layer.forward(&Array3::ones((1, 5, 8)));
/// assert_eq!(y.dim(), (1, 5, 8));
/// // W_Q, W_K, W_V, W_O and their biases
/// assert_eq!(layer.parameter_count(), 4 * 8 * 8 + 4 * 8);
/// ```
// ANCHOR: multi_head
#[derive(Clone, Debug, PartialEq)]
pub struct MultiHead<F> {
    /// W_Q, W_K and W_V side by side.
    pub qkv: Linear<F>, // (C, 3C)
    /// W_O: mixes what the heads found.
    pub out: Linear<F>, // (C, C)
    /// How many heads; C is a multiple of it.
    pub heads: usize,
    /// Which tokens a token may look at.
    pub mask: Mask,
}

params!(MultiHead { qkv, out });
// ANCHOR_END: multi_head

/// What [`MultiHead`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct MultiHeadCache<F: Float> {
    x: LinearCache<F>,
    qkv: Array3<F>, // (B, T, 3C)
    a: Array4<F>,   // (B, H, T, T)
    out: LinearCache<F>,
}

impl<F: Float> MultiHeadCache<F> {
    /// The attention weights `(B, H, T, T)`.
    pub fn weights(&self) -> &Array4<F> {
        &self.a
    }
}

/// Head `h`'s queries (`which` = 0), keys (1) or values (2) of sequence `b`: a view into
/// `(B, T, 3C)`, no copy.
// ANCHOR: head
fn head<F: Float>(
    qkv: &ArrayRef3<F>,
    which: usize,
    b: usize,
    h: usize,
    heads: usize,
) -> ArrayView2<'_, F> {
    let c = qkv.dim().2 / 3;
    let d = c / heads;
    let from = which * c + h * d;
    qkv.slice(s![b, .., from..from + d]) // (T, D)
}
// ANCHOR_END: head

impl<F: Float> MultiHead<F> {
    /// A layer with normal weights of standard deviation `1/√C`, and biases 0.
    ///
    /// # Panics
    /// If `c` is not a multiple of `heads`.
    pub fn new(c: usize, heads: usize, mask: Mask, rng: &mut impl Rng) -> MultiHead<F> {
        let std = 1.0 / (c as f64).sqrt();
        let qkv = Linear::new(c, 3 * c, std, rng);
        let layer = MultiHead { qkv, out: Linear::new(c, c, std, rng), heads, mask };
        layer.head_channels();
        layer
    }

    /// D, the channels of one head.
    ///
    /// # Panics
    /// If C is not a multiple of `heads`.
    pub(crate) fn head_channels(&self) -> usize {
        let (c, heads) = (self.out.w.nrows(), self.heads);
        assert!(
            heads > 0 && c % heads == 0,
            "{c} channels can't be split evenly into {heads} heads"
        );
        c / heads
    }
}

impl<F: Float> Layer<F> for MultiHead<F> {
    type Cache = MultiHeadCache<F>;

    /// # Panics
    /// If `x` has not C channels, or C is not a multiple of `heads`.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, c) = x.dim();
        let d = self.head_channels();
        let (qkv, x) = self.qkv.forward(x); // (B, T, 3C)
        let mut a = Array4::zeros((batch, self.heads, tokens, tokens)); // (B, H, T, T)
        let mut concat = Array3::zeros((batch, tokens, c)); // (B, T, C)
        for b in 0..batch {
            for h in 0..self.heads {
                // (T, D) each, y too
                let [q, k, v] = [0, 1, 2].map(|which| head(&qkv, which, b, h, self.heads));
                let mut y = concat.slice_mut(s![b, .., h * d..(h + 1) * d]);
                let mut a = a.slice_mut(s![b, h, .., ..]); // (T, T)
                attend_into(&q, &k, &v, self.mask, &mut a, &mut y);
            }
        }
        let (y, out) = self.out.forward(&concat); // (B, T, C)
        (y, MultiHeadCache { x, qkv, a, out })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let MultiHeadCache { x, qkv, a, out } = cache;
        let (batch, tokens, c) = dy.dim();
        let d = self.head_channels();
        // ANCHOR: backward_out
        // y = concat·W_O + b_O
        let (dconcat, out) = self.out.backward(out, dy); // (B, T, C)
        // ANCHOR_END: backward_out
        let mut dqkv = Array3::zeros((batch, tokens, 3 * c)); // (B, T, 3C)
        for b in 0..batch {
            for h in 0..self.heads {
                // (T, D) each
                let [q, k, v] = [0, 1, 2].map(|which| head(&qkv, which, b, h, self.heads));
                // ANCHOR: backward_head
                // concat[.., h] = Attention(q_h, k_h, v_h)
                let dy = dconcat.slice(s![b, .., h * d..(h + 1) * d]); // (T, D)
                let (dq, dk, dv) =
                    attend_backward(&q, &k, &v, &a.slice(s![b, h, .., ..]), &dy);
                // ANCHOR_END: backward_head
                // ANCHOR: backward_columns
                for (which, dpart) in [dq, dk, dv].into_iter().enumerate() {
                    let from = which * c + h * d;
                    dqkv.slice_mut(s![b, .., from..from + d]).assign(&dpart);
                }
                // ANCHOR_END: backward_columns
            }
        }
        // ANCHOR: backward_qkv
        // [q | k | v] = x·W + b
        let (dx, qkv) = self.qkv.backward(x, &dqkv);
        // ANCHOR_END: backward_qkv
        (dx, MultiHead { qkv, out, heads: self.heads, mask: self.mask })
    }
    // ANCHOR_END: backward
}
