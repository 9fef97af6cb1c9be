//! The decoder of these parts.

use decoder::{Config, Embedding, LanguageModel};
use foundations::{Float, Layer, from_rows, normal, params, product, rows};
use multi_head::KvCache;
use ndarray::{Array2, Array3, ArrayRef2, ArrayRef3};
use positional_encoding::{Positions, PositionsCache};
use rand::Rng;

use crate::block::norm;
use crate::{Block, BlockCache, Norm, Recipe};

/// A stack of blocks between an embedding and a last linear layer: chapter 6's, with other
/// parts.
///
/// ```text
/// x = E[tokens]                      (+ P, if positions are added)
/// x ← block_l(x), l = 1 … L
/// logits = norm(x)·W
/// ```
///
/// # Shapes
/// tokens: `(B, T)`; logits: `(B, T, V)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoder<F> {
    /// Its sizes.
    pub config: Config,
    /// Its parts.
    pub recipe: Recipe,
    /// Each token's vector.
    pub embedding: Embedding<F>, // (V, C)
    /// Sinusoids to add, if nothing is turned.
    pub positions: Option<Positions<F>>, // (context, C)
    /// The stack.
    pub blocks: Vec<Block<F>>,
    /// The last normalisation.
    pub norm: Norm<F>,
    /// The last linear layer; none if it is tied to the embedding.
    pub head: Option<Array2<F>>, // (C, V)
}

params!(Decoder { embedding, positions, blocks, norm, head });

/// What [`Decoder`]'s backward must remember of its forward.
pub struct DecoderCache<F: Float> {
    tokens: Array2<usize>, // (B, T)
    positions: Option<PositionsCache>,
    blocks: Vec<BlockCache<F>>,
    norm: <Norm<F> as Layer<F>>::Cache,
    x: Array2<F>, // (B·T, C): what the head reads
}

impl<F: Float> Decoder<F> {
    /// A model with random weights, of the sizes of `config` and the parts of `recipe`;
    /// norms stand in front of each part. Of the choices in `config`, that of the positions
    /// and that of the norm's place are not looked at.
    ///
    /// ```
    /// use decoder::Config;
    /// use foundations::Params;
    /// use rand::{SeedableRng, rngs::StdRng};
    /// use since_gpt2::{Decoder, Recipe};
    /// let config = Config::article(5, 8, 2, 4, 24);
    /// let new = |recipe: Recipe| {
    ///     Decoder::<f32>::new(&config, &recipe, &mut StdRng::seed_from_u64(1))
    /// };
    /// // Sharing keys saves parameters, and so do biases that are left out.
    /// assert!(new(Recipe::NOW).parameter_count() < new(Recipe::THEN).parameter_count());
    /// ```
    pub fn new(config: &Config, recipe: &Recipe, rng: &mut impl Rng) -> Decoder<F> {
        let Config { vocab, context, channels: c, tied, .. } = *config;
        let positions = match recipe.rotary {
            Some(_) => None,
            None => Some(Positions::sinusoidal(context, c)),
        };
        let std = if tied { 0.02 } else { 0.4 }; // as in chapter 6
        Decoder {
            config: config.clone(),
            recipe: *recipe,
            embedding: Embedding::new(vocab, c, std, rng),
            positions,
            blocks: (0..config.layers).map(|_| Block::new(config, recipe, rng)).collect(),
            norm: norm(config, recipe),
            head: if tied { None } else { Some(normal((c, vocab), 0.02, rng)) },
        }
    }

    /// The last linear layer `(B, T, C)` → `(B, T, V)`.
    fn logits(&self, x: &ArrayRef3<F>) -> Array3<F> {
        let (batch, tokens, _) = x.dim();
        let logits = match &self.head {
            Some(head) => product(&rows(x), head),
            None => product(&rows(x), &self.embedding.table.t()),
        };
        from_rows(logits, batch, tokens)
    }
}

impl<F: Float> LanguageModel<F> for Decoder<F> {
    type Cache = DecoderCache<F>;

    fn config(&self) -> &Config {
        &self.config
    }

    /// # Panics
    /// If there are more tokens than `context`, or a token is not smaller than V.
    fn forward(&self, tokens: &ArrayRef2<usize>) -> (Array3<F>, DecoderCache<F>) {
        let mut x = self.embedding.forward(tokens); // (B, T, C)
        let positions = self.positions.as_ref().map(|positions| {
            let (y, cache) = positions.forward(&x);
            x = y;
            cache
        });
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let (y, cache) = block.forward(&x); // (B, T, C)
            x = y;
            blocks.push(cache);
        }
        let (x, norm) = self.norm.forward(&x);
        let logits = self.logits(&x); // (B, T, V)
        let (tokens, x) = (tokens.to_owned(), rows(&x).into_owned());
        (logits, DecoderCache { tokens, positions, blocks, norm, x })
    }

    fn backward(&self, cache: DecoderCache<F>, dlogits: &ArrayRef3<F>) -> Decoder<F> {
        let DecoderCache { tokens, positions, blocks, norm, x } = cache;
        let dlogits = rows(dlogits); // (B·T, V)
        // logits = x·W
        let dw = product(&x.t(), &dlogits); // (C, V)
        let dx = match &self.head {
            Some(head) => product(&dlogits, &head.t()),
            None => product(&dlogits, &self.embedding.table),
        }; // (B·T, C)
        let dx = from_rows(dx, tokens.nrows(), tokens.ncols()); // (B, T, C)
        // x = norm(x)
        let (mut dx, norm) = self.norm.backward(norm, &dx);
        // x ← block(x), the last one first
        let mut gradients = Vec::with_capacity(self.blocks.len());
        for (block, cache) in self.blocks.iter().zip(blocks).rev() {
            let (d, gradient) = block.backward(cache, &dx);
            dx = d;
            gradients.push(gradient);
        }
        gradients.reverse();
        // x = E[tokens] + P
        let positions = self.positions.as_ref().zip(positions).map(|(layer, cache)| {
            let (d, gradient) = layer.backward(cache, &dx);
            dx = d;
            gradient
        });
        let mut embedding = self.embedding.backward(&tokens, &dx);
        // A tied table is used twice: its two gradients add up.
        let head = if self.head.is_some() {
            Some(dw)
        } else {
            embedding.table += &dw.t();
            None
        };
        let (config, recipe) = (self.config.clone(), self.recipe);
        Decoder { config, recipe, embedding, positions, blocks: gradients, norm, head }
    }

    fn kv_cache(&self, batch: usize) -> Vec<KvCache<F>> {
        self.blocks.iter().map(|block| block.kv_cache(batch, self.config.context)).collect()
    }

    /// # Panics
    /// If past and new tokens are together more than `context`.
    fn forward_cached(
        &self,
        tokens: &ArrayRef2<usize>,
        caches: &mut [KvCache<F>],
    ) -> Array3<F> {
        let past = caches.first().map_or(0, KvCache::past);
        let mut x = self.embedding.forward(tokens); // (B, T, C)
        if let Some(positions) = &self.positions {
            x = positions.forward_from(past, &x);
        }
        for (block, cache) in self.blocks.iter().zip(caches) {
            x = block.forward_cached(&x, cache);
        }
        self.logits(&self.norm.forward(&x).0)
    }
}
