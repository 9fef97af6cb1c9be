//! The stack: embedding, positions, blocks, the last normalisation, and the linear layer to
//! the vocabulary.

use foundations::{Float, Layer, from_rows, normal, params, product, rows};
use multi_head::KvCache;
use ndarray::{Array2, Array3, ArrayRef2, ArrayRef3};
use positional_encoding::{Positions, PositionsCache};
use rand::Rng;
use residual_norm::{LayerNorm, LayerNormCache, NormPlace};

use crate::{Block, BlockCache, Config, Embedding, PositionKind};

/// A GPT: a stack of decoder blocks that says, for every token, how likely each token is to
/// come next.
///
/// ```text
/// x = E[tokens] + P
/// x ← block_l(x), l = 1 … L
/// logits = LN(x)·W
/// p = softmax(logits)
/// ```
///
/// Radford et al. 2019 (pre-LN). With post-LN (Vaswani et al. 2017) each block ends
/// normalised already, and the last normalisation is left out. A tied head uses the
/// embedding's table again: `W = Eᵀ`.
///
/// # Shapes
/// tokens: `(B, T)`; logits: `(B, T, V)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Gpt<F> {
    /// Which GPT it is.
    pub config: Config,
    /// Each token's vector.
    pub embedding: Embedding<F>, // (V, C)
    /// Each position's vector.
    pub positions: Positions<F>, // (context, C)
    /// The stack.
    pub blocks: Vec<Block<F>>,
    /// The last normalisation; none with post-LN.
    pub norm: Option<LayerNorm<F>>,
    /// The last linear layer; none if it is tied to the embedding.
    pub head: Option<Array2<F>>, // (C, V)
}

params!(Gpt { embedding, positions, blocks, norm, head });

/// What [`Gpt::backward`] must remember of the forward.
#[derive(Debug)]
pub struct GptCache<F: Float> {
    tokens: Array2<usize>, // (B, T)
    positions: PositionsCache,
    blocks: Vec<BlockCache<F>>,
    norm: Option<LayerNormCache<F>>,
    x: Array2<F>, // (B·T, C): what the head reads
}

impl<F: Float> GptCache<F> {
    /// Block by block; their attention weights, for instance.
    pub fn blocks(&self) -> &[BlockCache<F>] {
        &self.blocks
    }
}

impl<F: Float> Gpt<F> {
    /// A model with random weights: it knows nothing, and gives every token about the same
    /// probability.
    pub fn new(config: Config, rng: &mut impl Rng) -> Gpt<F> {
        let Config { vocab, context, channels: c, .. } = config;
        // Sinusoids have the mean square ½: beside them, small vectors would drown for the
        // first hundreds of steps. A tied table is the head too, and must be small.
        let std = if config.positions == PositionKind::Sinusoidal && !config.tied {
            0.4
        } else {
            0.02
        };
        let embedding = Embedding::new(vocab, c, std, rng);
        let positions = match config.positions {
            PositionKind::Sinusoidal => Positions::sinusoidal(context, c),
            PositionKind::Learned => Positions::learned(context, c, 0.02, rng),
        };
        let blocks = (0..config.layers).map(|_| Block::new(&config, rng)).collect();
        let norm = match config.norm {
            NormPlace::Pre => {
                Some(LayerNorm { epsilon: config.epsilon, ..LayerNorm::new(c) })
            }
            NormPlace::Post => None,
        };
        let head = if config.tied { None } else { Some(normal((c, vocab), 0.02, rng)) };
        Gpt { config, embedding, positions, blocks, norm, head }
    }

    /// The logits `(B, T, V)` of the token that follows each token, and the cache for one
    /// [`backward`](Gpt::backward).
    ///
    /// # Panics
    /// If there are more tokens than `context`, or a token is not smaller than V.
    // ANCHOR: forward
    pub fn forward(&self, tokens: &ArrayRef2<usize>) -> (Array3<F>, GptCache<F>) {
        let x = self.embedding.forward(tokens); // (B, T, C)
        let (mut x, positions) = self.positions.forward(&x); // (B, T, C)
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let (y, cache) = block.forward(&x); // (B, T, C)
            x = y;
            blocks.push(cache);
        }
        let norm = self.norm.as_ref().map(|norm| {
            let (y, cache) = norm.forward(&x);
            x = y;
            cache
        });
        let logits = self.logits(&x); // (B, T, V)
        let (tokens, x) = (tokens.to_owned(), rows(&x).into_owned());
        (logits, GptCache { tokens, positions, blocks, norm, x })
    }
    // ANCHOR_END: forward

    /// The last linear layer `(B, T, C)` → `(B, T, V)`.
    // ANCHOR: logits
    fn logits(&self, x: &ArrayRef3<F>) -> Array3<F> {
        let (batch, tokens, _) = x.dim();
        let logits = match &self.head {
            Some(head) => product(&rows(x), head),
            None => product(&rows(x), &self.embedding.table.t()),
        };
        from_rows(logits, batch, tokens)
    }
    // ANCHOR_END: logits

    /// `∂L/∂θ` of every parameter, given `dlogits = ∂L/∂logits`.
    // ANCHOR: backward
    pub fn backward(&self, cache: GptCache<F>, dlogits: &ArrayRef3<F>) -> Gpt<F> {
        let GptCache { tokens, positions, blocks, norm, x } = cache;
        let dlogits = rows(dlogits); // (B·T, V)
        // logits = x·W
        let dw = product(&x.t(), &dlogits); // (C, V)
        let dx = match &self.head {
            Some(head) => product(&dlogits, &head.t()),
            None => product(&dlogits, &self.embedding.table),
        }; // (B·T, C)
        let mut dx = from_rows(dx, tokens.nrows(), tokens.ncols()); // (B, T, C)
        // x = LN(x)
        let norm = self.norm.as_ref().zip(norm).map(|(layer, cache)| {
            let (d, gradient) = layer.backward(cache, &dx);
            dx = d;
            gradient
        });
        // x ← block(x), the last one first
        let mut gradients = Vec::with_capacity(self.blocks.len());
        for (block, cache) in self.blocks.iter().zip(blocks).rev() {
            let (d, gradient) = block.backward(cache, &dx);
            dx = d;
            gradients.push(gradient);
        }
        gradients.reverse();
        // x = E[tokens] + P
        let (dx, positions) = self.positions.backward(positions, &dx);
        let mut embedding = self.embedding.backward(&tokens, &dx);
        // A tied table is used twice: its two gradients add up.
        let head = if self.head.is_some() {
            Some(dw)
        } else {
            embedding.table += &dw.t();
            None
        };
        Gpt {
            config: self.config.clone(),
            embedding,
            positions,
            blocks: gradients,
            norm,
            head,
        }
    }
    // ANCHOR_END: backward

    /// A KV cache for each block: room to keep the keys and values of `batch` sequences of
    /// up to `context` tokens.
    ///
    /// # Panics
    /// If there are no blocks: what is kept tells how long the past is.
    pub fn kv_cache(&self, batch: usize) -> Vec<KvCache<F>> {
        assert!(
            !self.blocks.is_empty(),
            "a model with 0 blocks has nowhere to keep keys and values"
        );
        let Config { context, channels, .. } = self.config;
        self.blocks.iter().map(|_| KvCache::new(batch, context, channels)).collect()
    }

    /// The logits `(B, T, V)` for the next T tokens of sequences whose past is kept: the
    /// last T rows of
    /// [`forward`](Gpt::forward) on the whole.
    ///
    /// # Panics
    /// If past and new tokens are together more than `context`.
    // ANCHOR: forward_cached
    pub fn forward_cached(
        &self,
        tokens: &ArrayRef2<usize>,
        caches: &mut [KvCache<F>],
    ) -> Array3<F> {
        let past = caches.first().map_or(0, KvCache::past);
        let x = self.embedding.forward(tokens); // (B, T, C)
        let mut x = self.positions.forward_from(past, &x); // (B, T, C)
        for (block, cache) in self.blocks.iter().zip(caches) {
            x = block.forward_cached(&x, cache);
        }
        if let Some(norm) = &self.norm {
            x = norm.forward(&x).0;
        }
        self.logits(&x)
    }
    // ANCHOR_END: forward_cached
}
