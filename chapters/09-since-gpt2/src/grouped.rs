//! Grouped queries: several heads of queries share one head of keys and values.

use std::ops::Range;

use attention::{Mask, attend_backward, attend_into};
use foundations::{Float, Layer, from_rows, normal, params, product, rows};
use multi_head::KvCache;
use ndarray::{
    Array2, Array3, Array4, ArrayRef2, ArrayRef3, Axis, CowArray, Ix2, concatenate, s,
};
use rand::Rng;

use crate::{Rotary, with_places, with_places_backward};

/// Causal self-attention with H heads of queries and G of keys and values.
///
/// ```text
/// q, k, v = x·W_Q, x·W_K, x·W_V
/// head_h = Attention(turned q_h, turned k_g, v_g)        g = ⌊h·G/H⌋
/// y = [head_0 | … | head_(H−1)]·W_O
/// ```
///
/// Ainslie et al. 2023. G = H is multi-head attention, G = 1 multi-query attention (Shazeer
/// 2019). Queries and keys are turned by their positions if there are turns; distances have
/// a price if there are slopes (Press et al. 2021). No biases.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`; heads of D channels.
///
/// ```
/// use foundations::Params;
/// use rand::{SeedableRng, rngs::StdRng};
/// use since_gpt2::GroupedQueries;
/// let layer = GroupedQueries::<f32>::new(16, 4, 1, &mut StdRng::seed_from_u64(1));
/// // W_Q and W_O are as large as ever, W_K and W_V a quarter of it.
/// assert_eq!(layer.parameter_count(), 2 * 16 * 16 + 2 * 16 * 4);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GroupedQueries<F> {
    /// W_Q: every head asks its own question.
    pub query: Array2<F>, // (C, H·D)
    /// W_K: one label for a group of heads.
    pub key: Array2<F>, // (C, G·D)
    /// W_V: one message for a group of heads.
    pub value: Array2<F>, // (C, G·D)
    /// W_O: mixes what the heads found.
    pub out: Array2<F>, // (H·D, C)
    /// H, how many heads ask.
    pub heads: usize,
    /// G, how many answer; H is a multiple of it.
    pub groups: usize,
    /// How far the positions turn queries and keys, if they do.
    pub rotary: Option<Rotary<F>>,
    /// What a step of distance costs in the scores of each head, if it has a price.
    pub slopes: Option<Vec<f64>>, // H
}

params!(GroupedQueries { query, key, value, out });

/// What [`GroupedQueries`]' backward must remember of its forward.
#[derive(Debug)]
pub struct GroupedQueriesCache<F> {
    x: Array2<F>,      // (B·T, C)
    q: Array3<F>,      // (B, T, H·D), turned
    k: Array3<F>,      // (B, T, G·D), turned
    v: Array3<F>,      // (B, T, G·D)
    a: Array4<F>,      // (B, H, T, T)
    concat: Array2<F>, // (B·T, H·D)
}

impl<F> GroupedQueriesCache<F> {
    /// The attention weights `(B, H, T, T)`.
    pub fn weights(&self) -> &Array4<F> {
        &self.a
    }
}

/// The columns of head `h`.
fn columns(h: usize, d: usize) -> Range<usize> {
    h * d..(h + 1) * d
}

impl<F: Float> GroupedQueries<F> {
    /// A layer with normal weights of standard deviation `1/√C`, and heads of C/H channels;
    /// nothing is turned.
    ///
    /// # Panics
    /// If `c` is not a multiple of `heads`, or `heads` none of `groups`.
    pub fn new(c: usize, heads: usize, groups: usize, rng: &mut impl Rng) -> Self {
        assert!(
            heads > 0 && c % heads == 0,
            "{c} channels can't be split into {heads} heads"
        );
        Self::with_head_channels(c, c / heads, heads, groups, rng)
    }

    /// A layer as [`new`](GroupedQueries::new)'s, whose heads have `d` channels.
    ///
    /// # Panics
    /// If `heads` is no multiple of `groups`.
    pub fn with_head_channels(
        c: usize,
        d: usize,
        heads: usize,
        groups: usize,
        rng: &mut impl Rng,
    ) -> Self {
        let [into, out] = [c, heads * d].map(|inputs| 1.0 / (inputs as f64).sqrt());
        let layer = GroupedQueries {
            query: normal((c, heads * d), into, rng),
            key: normal((c, groups * d), into, rng),
            value: normal((c, groups * d), into, rng),
            out: normal((heads * d, c), out, rng),
            heads,
            groups,
            rotary: None,
            slopes: None,
        };
        layer.group(0);
        layer
    }

    /// D, the channels of one head.
    fn head_channels(&self) -> usize {
        self.query.ncols() / self.heads
    }

    /// The group that head `h` belongs to: neighbours share.
    ///
    /// # Panics
    /// If the heads can't be split evenly into the groups.
    pub fn group(&self, h: usize) -> usize {
        let GroupedQueries { heads, groups, .. } = *self;
        assert!(
            groups > 0 && heads % groups == 0,
            "{heads} heads can't be split evenly into {groups} groups"
        );
        h / (heads / groups)
    }

    /// Turns every head of `(B, T, heads·D)`.
    fn turn(&self, past: usize, x: &mut Array3<F>) {
        let Some(rotary) = &self.rotary else { return };
        let d = self.head_channels();
        for mut sequence in x.outer_iter_mut() {
            for h in 0..sequence.ncols() / d {
                rotary.turn(past, &mut sequence.slice_mut(s![.., columns(h, d)]));
            }
        }
    }

    /// The backward of `turn`.
    fn turn_back(&self, dx: &mut Array3<F>) {
        let Some(rotary) = &self.rotary else { return };
        let d = self.head_channels();
        for mut sequence in dx.outer_iter_mut() {
            for h in 0..sequence.ncols() / d {
                rotary.turn_back(0, &mut sequence.slice_mut(s![.., columns(h, d)]));
            }
        }
    }

    /// The queries and keys of head `h`, as attention takes them.
    fn placed<'a>(
        &self,
        h: usize,
        q: &'a ArrayRef2<F>,
        k: &'a ArrayRef2<F>,
    ) -> [CowArray<'a, F, Ix2>; 2] {
        let Some(slopes) = &self.slopes else { return [q.view().into(), k.view().into()] };
        let (q, k) = with_places(q, k, slopes[h]);
        [q.into(), k.into()]
    }

    /// The forward for the next T tokens of sequences whose past is kept: the last T rows
    /// of [`forward`](Layer::forward) on the whole. Keys are kept as they were turned:
    /// their places never change.
    ///
    /// # Panics
    /// If there is no room left for T tokens, or `cache` was made for another B, or for
    /// another number of channels than the G·D of the keys.
    // ANCHOR: forward_cached
    pub fn forward_cached(&self, x: &ArrayRef3<F>, cache: &mut KvCache<F>) -> Array3<F> {
        let (batch, tokens, _) = x.dim();
        let (d, past) = (self.head_channels(), cache.past());
        let [mut q, mut k, v] = self.project(&rows(x), batch, tokens);
        self.turn(past, &mut q);
        self.turn(past, &mut k);
        let new = concatenate![Axis(2), k, v]; // (B, T, 2·G·D)
        let kv = cache.keep(&new); // (B, S, 2·G·D)
        let mut a = Array2::zeros((tokens, past + tokens)); // (T, S), of one head
        let mut concat = Array3::zeros(q.raw_dim()); // (B, T, H·D)
        for b in 0..batch {
            for h in 0..self.heads {
                let g = self.group(h);
                let q = q.slice(s![b, .., columns(h, d)]); // (T, D)
                let k = kv.slice(s![b, .., columns(g, d)]); // (S, D)
                let v = kv.slice(s![b, .., columns(self.groups + g, d)]); // (S, D)
                let mut y = concat.slice_mut(s![b, .., columns(h, d)]); // (T, D)
                let [q, k] = self.placed(h, &q, &k);
                attend_into(&q, &k, &v, Mask::Causal, &mut a, &mut y);
            }
        }
        from_rows(product(&rows(&concat), &self.out), batch, tokens)
    }
    // ANCHOR_END: forward_cached

    /// Queries, keys and values, not turned yet.
    fn project(&self, x: &ArrayRef2<F>, batch: usize, tokens: usize) -> [Array3<F>; 3] {
        [&self.query, &self.key, &self.value]
            .map(|w| from_rows(product(x, w), batch, tokens))
    }
}

impl<F: Float> Layer<F> for GroupedQueries<F> {
    type Cache = GroupedQueriesCache<F>;

    /// # Panics
    /// If `x` has not C channels, the heads can't be split evenly into the groups, or T is
    /// more than there are turns.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, _) = x.dim();
        let (heads, d) = (self.heads, self.head_channels());
        let x = rows(x).into_owned(); // (B·T, C)
        let [mut q, mut k, v] = self.project(&x, batch, tokens);
        self.turn(0, &mut q); // (B, T, H·D)
        self.turn(0, &mut k); // (B, T, G·D)
        let mut a = Array4::zeros((batch, heads, tokens, tokens)); // (B, H, T, T)
        let mut concat = Array3::zeros(q.raw_dim()); // (B, T, H·D)
        for b in 0..batch {
            for h in 0..heads {
                let (own, shared) = (columns(h, d), columns(self.group(h), d));
                let q = q.slice(s![b, .., own.clone()]); // (T, D)
                let k = k.slice(s![b, .., shared.clone()]); // (T, D)
                let v = v.slice(s![b, .., shared]); // (T, D)
                let mut a = a.slice_mut(s![b, h, .., ..]); // (T, T)
                let mut y = concat.slice_mut(s![b, .., own]); // (T, D)
                let [q, k] = self.placed(h, &q, &k);
                attend_into(&q, &k, &v, Mask::Causal, &mut a, &mut y);
            }
        }
        let concat = rows(&concat).into_owned(); // (B·T, H·D)
        let y = from_rows(product(&concat, &self.out), batch, tokens); // (B, T, C)
        (y, GroupedQueriesCache { x, q, k, v, a, concat })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let GroupedQueriesCache { x, q, k, v, a, concat } = cache;
        let ((batch, tokens, _), d) = (dy.dim(), self.head_channels());
        let dy = rows(dy); // (B·T, C)
        // y = concat·W_O
        let out = product(&concat.t(), &dy); // (H·D, C)
        let dconcat = from_rows(product(&dy, &self.out.t()), batch, tokens); // (B, T, H·D)
        let mut dq = Array3::zeros(q.raw_dim()); // (B, T, H·D)
        let mut dk = Array3::zeros(k.raw_dim()); // (B, T, G·D)
        let mut dv = Array3::zeros(v.raw_dim()); // (B, T, G·D)
        for b in 0..batch {
            for h in 0..self.heads {
                let own = s![b, .., columns(h, d)];
                let shared = s![b, .., columns(self.group(h), d)];
                let (q, k, v) = (q.slice(own), k.slice(shared), v.slice(shared));
                let (a, dy) = (a.slice(s![b, h, .., ..]), dconcat.slice(own));
                let [q, k] = self.placed(h, &q, &k);
                let (mut dq_h, mut dk_h, dv_h) = attend_backward(&q, &k, &v, &a, &dy);
                if self.slopes.is_some() {
                    (dq_h, dk_h) = with_places_backward(&dq_h, &dk_h);
                }
                dq.slice_mut(own).assign(&dq_h);
                // the heads of a group read the same keys and values: gradients add up
                let (mut dk, mut dv) = (dk.slice_mut(shared), dv.slice_mut(shared));
                dk += &dk_h;
                dv += &dv_h;
            }
        }
        // q and k were turned
        self.turn_back(&mut dq);
        self.turn_back(&mut dk);
        // q = x·W_Q, k = x·W_K, v = x·W_V
        let (dq, dk, dv) = (rows(&dq), rows(&dk), rows(&dv));
        let mut dx = product(&dq, &self.query.t()); // (B·T, C)
        dx += &product(&dk, &self.key.t());
        dx += &product(&dv, &self.value.t());
        let [query, key, value] = [&dq, &dk, &dv].map(|d| product(&x.t(), d));
        let (heads, groups) = (self.heads, self.groups);
        let (rotary, slopes) = (None, None); // nothing to learn there
        let gradient =
            GroupedQueries { query, key, value, out, heads, groups, rotary, slopes };
        (from_rows(dx, batch, tokens), gradient)
    }
    // ANCHOR_END: backward
}

/// The bytes that a model keeps of each token that it has read: a key and a value for each
/// group of each layer.
///
/// ```text
/// 2 · L · G · D · bytes
/// ```
///
/// ```
/// // Llama 3 8B: 32 layers, 8 groups of 128 channels, numbers of 16 bits
/// assert_eq!(since_gpt2::kept_bytes(32, 8, 128, 2), 128 * 1024);
/// ```
pub fn kept_bytes(layers: usize, groups: usize, d: usize, bytes: usize) -> usize {
    2 * layers * groups * d * bytes
}
