//! The KV cache: a sequence that grows token by token keeps the keys and values of its
//! past.

use attention::{Mask, attend_into};
use foundations::{Float, Layer};
use ndarray::{Array2, Array3, ArrayRef3, ArrayView3, s};

use crate::MultiHead;

/// The keys and values that one [`MultiHead`] layer has computed so far, for B sequences of
/// the same length.
///
/// They depend on the past alone, so they never change when the sequence grows: a new token
/// needs one new row of queries, keys and values, where a full forward would compute all
/// rows again.
///
/// ```
/// use attention::Mask;
/// use foundations::Layer;
/// use multi_head::{KvCache, MultiHead};
/// use ndarray::{Array3, s};
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let layer = MultiHead::<f64>::new(4, 2, Mask::Causal, &mut StdRng::seed_from_u64(1));
/// let x = Array3::from_shape_fn((1, 3, 4), |(_, t, c)| (t + c) as f64);
///
/// let mut cache = KvCache::new(1, 3, 4);
/// layer.forward_cached(&x.slice(s![.., ..2, ..]), &mut cache);
/// assert_eq!(cache.past(), 2);
/// // One row in, one row out.
/// let third = layer.forward_cached(&x.slice(s![.., 2.., ..]), &mut cache);
///
/// let (all, _) = layer.forward(&x);
/// let difference = third - all.slice(s![.., 2.., ..]);
/// assert!(difference.iter().all(|difference| difference.abs() < 1e-14));
/// ```
#[derive(Clone, Debug)]
pub struct KvCache<F> {
    kv: Array3<F>, // (B, context, 2C): keys, then values
    past: usize,
}

impl<F: Float> KvCache<F> {
    /// Nothing kept yet, with room for `context` tokens of each of `batch` sequences.
    pub fn new(batch: usize, context: usize, c: usize) -> KvCache<F> {
        KvCache { kv: Array3::zeros((batch, context, 2 * c)), past: 0 }
    }

    /// How many tokens of each sequence are kept.
    pub fn past(&self) -> usize {
        self.past
    }

    /// Forgets all; the room stays.
    pub fn clear(&mut self) {
        self.past = 0;
    }

    /// Keeps the keys and values of T more tokens, and returns those of all S so far.
    ///
    /// # Shapes
    /// `kv`: `(B, T, 2C)`, keys, then values; returns `(B, S, 2C)`.
    ///
    /// # Panics
    /// If there is no room left for T tokens, or B or C differ from what this was made for.
    pub fn keep(&mut self, kv: &ArrayRef3<F>) -> ArrayView3<'_, F> {
        let (batch, tokens, width) = kv.dim();
        let (rows, context, room) = self.kv.dim();
        let seen = self.past + tokens; // S
        assert!(
            batch == rows && width == room,
            "{batch} sequences of {} channels, but a KV cache for {rows} of {} channels",
            width / 2,
            room / 2
        );
        assert!(seen <= context, "{seen} tokens, but room to keep {context}");
        self.kv.slice_mut(s![.., self.past..seen, ..]).assign(kv);
        self.past = seen;
        self.kv.slice(s![.., ..seen, ..])
    }
}

impl<F: Float> MultiHead<F> {
    /// The forward for the next T tokens of sequences whose past is kept: the last T rows
    /// of a full causal forward.
    ///
    /// # Shapes
    /// `x`: `(B, T, C)`; returns `(B, T, C)`.
    ///
    /// # Panics
    /// If there is no room left for T tokens, or B or C differ from what `cache` was made
    /// for, or the mask is not causal: then the rows of the past would change with every
    /// new token, and could not be kept.
    // ANCHOR: forward_cached
    pub fn forward_cached(&self, x: &ArrayRef3<F>, cache: &mut KvCache<F>) -> Array3<F> {
        let (batch, tokens, c) = x.dim();
        let d = self.head_channels();
        assert!(self.mask == Mask::Causal, "keys can be kept under a causal mask only");
        let (qkv, _) = self.qkv.forward(x); // (B, T, 3C)
        let kv = cache.keep(&qkv.slice(s![.., .., c..])); // (B, S, 2C): keys and values
        let mut a = Array2::zeros((tokens, kv.dim().1)); // (T, S), used by head after head
        let mut concat = Array3::zeros((batch, tokens, c)); // (B, T, C)
        for b in 0..batch {
            for h in 0..self.heads {
                let own = h * d..(h + 1) * d;
                let q = qkv.slice(s![b, .., own.clone()]); // (T, D)
                let k = kv.slice(s![b, .., own.clone()]); // (S, D)
                let v = kv.slice(s![b, .., c + own.start..c + own.end]); // (S, D)
                let mut y = concat.slice_mut(s![b, .., own]); // (T, D)
                attend_into(&q, &k, &v, self.mask, &mut a, &mut y);
            }
        }
        self.out.forward(&concat).0
    }
    // ANCHOR_END: forward_cached
}
