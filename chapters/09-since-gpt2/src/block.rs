//! A block of the parts of this chapter, or of earlier ones.

use attention::Mask;
use decoder::Config;
use feed_forward::FeedForward;
use foundations::{Float, Layer, params};
use multi_head::{KvCache, MultiHead};
use ndarray::{Array3, ArrayRef3};
use rand::Rng;
use residual_norm::LayerNorm;

use crate::{Choice, GroupedQueries, Recipe, RmsNorm, Rotary, SwiGlu};

/// The norm in front of a part: then LayerNorm, now RMSNorm.
pub type Norm<F> = Choice<LayerNorm<F>, RmsNorm<F>>;

/// A decoder block.
///
/// ```text
/// x ← x + attention(norm(x))        x ← x + network(norm(x))
/// ```
///
/// Touvron et al. 2023 (Llama), if all its parts are those of now.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`.
// ANCHOR: block
#[derive(Clone, Debug, PartialEq)]
pub struct Block<F> {
    /// In front of the attention.
    pub attention_norm: Norm<F>,
    /// Moves information between tokens.
    pub attention: Choice<MultiHead<F>, GroupedQueries<F>>,
    /// In front of the network.
    pub network_norm: Norm<F>,
    /// Works on each token alone.
    pub network: Choice<FeedForward<F>, SwiGlu<F>>,
}

params!(Block { attention_norm, attention, network_norm, network });
// ANCHOR_END: block

type Cached<F, L> = <L as Layer<F>>::Cache;

/// What [`Block`]'s backward must remember of its forward.
pub struct BlockCache<F: Float> {
    attention_norm: Cached<F, Norm<F>>,
    attention: Cached<F, Choice<MultiHead<F>, GroupedQueries<F>>>,
    network_norm: Cached<F, Norm<F>>,
    network: Cached<F, Choice<FeedForward<F>, SwiGlu<F>>>,
}

/// A new norm of C channels.
pub(crate) fn norm<F: Float>(config: &Config, recipe: &Recipe) -> Norm<F> {
    let (c, epsilon) = (config.channels, config.epsilon);
    if recipe.root_mean_square {
        Choice::Now(RmsNorm { epsilon, ..RmsNorm::new(c) })
    } else {
        Choice::Then(LayerNorm { epsilon, ..LayerNorm::new(c) })
    }
}

/// New attention: chapter 2's, unless the recipe turns or shares.
fn attention<F: Float>(
    config: &Config,
    recipe: &Recipe,
    rng: &mut impl Rng,
) -> Choice<MultiHead<F>, GroupedQueries<F>> {
    let Config { channels: c, heads, context, .. } = *config;
    let Recipe { rotary, groups, head_channels, .. } = *recipe;
    if rotary.is_none() && groups.is_none() && head_channels.is_none() {
        return Choice::Then(MultiHead::new(c, heads, Mask::Causal, rng));
    }
    let (groups, d) = (groups.unwrap_or(heads), head_channels.unwrap_or(c / heads));
    let mut layer = GroupedQueries::with_head_channels(c, d, heads, groups, rng);
    layer.rotary = rotary.map(|base| Rotary::new(context, d, base));
    Choice::Now(layer)
}

/// A new network; of as many parameters either way, if `hidden` is not given.
fn network<F: Float>(
    config: &Config,
    recipe: &Recipe,
    rng: &mut impl Rng,
) -> Choice<FeedForward<F>, SwiGlu<F>> {
    let Config { channels: c, hidden, .. } = *config;
    if recipe.gated {
        Choice::Now(SwiGlu::new(c, hidden.unwrap_or(SwiGlu::<F>::units(c)), rng))
    } else {
        let hidden = hidden.unwrap_or(4 * c);
        Choice::Then(FeedForward::with_hidden(c, hidden, config.activation, rng))
    }
}

impl<F: Float> Block<F> {
    /// A block with random weights; what the two parts add is made smaller by `1/√(2L)`, as
    /// in chapter 6.
    pub fn new(config: &Config, recipe: &Recipe, rng: &mut impl Rng) -> Block<F> {
        let mut attention = attention(config, recipe, rng);
        let mut network = network(config, recipe, rng);
        let shrink = F::of(1.0 / (2.0 * config.layers as f64).sqrt());
        match &mut attention {
            Choice::Then(layer) => layer.out.w *= shrink,
            Choice::Now(layer) => layer.out *= shrink,
        }
        match &mut network {
            Choice::Then(layer) => layer.down.w *= shrink,
            Choice::Now(layer) => layer.down *= shrink,
        }
        let (attention_norm, network_norm) = (norm(config, recipe), norm(config, recipe));
        Block { attention_norm, attention, network_norm, network }
    }

    /// Room to keep the keys and values of `batch` sequences of up to `context` tokens.
    pub fn kv_cache(&self, batch: usize, context: usize) -> KvCache<F> {
        let channels = match &self.attention {
            Choice::Then(layer) => layer.out.w.nrows(), // C
            Choice::Now(layer) => layer.key.ncols(),    // G·D
        };
        KvCache::new(batch, context, channels)
    }

    /// The forward for the next tokens of sequences whose past is kept.
    pub fn forward_cached(&self, x: &ArrayRef3<F>, cache: &mut KvCache<F>) -> Array3<F> {
        let normal = self.attention_norm.forward(x).0;
        let y = match &self.attention {
            Choice::Then(layer) => layer.forward_cached(&normal, cache),
            Choice::Now(layer) => layer.forward_cached(&normal, cache),
        };
        let x = y + x;
        let y = self.network.forward(&self.network_norm.forward(&x).0).0;
        x + y
    }
}

impl<F: Float> Layer<F> for Block<F> {
    type Cache = BlockCache<F>;

    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (normal, attention_norm) = self.attention_norm.forward(x);
        let (y, attention) = self.attention.forward(&normal);
        let x = y + x; // (B, T, C)
        let (normal, network_norm) = self.network_norm.forward(&x);
        let (y, network) = self.network.forward(&normal);
        (x + y, BlockCache { attention_norm, attention, network_norm, network })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        // y = x + network(norm(x)): two roads, their gradients add
        let (dnormal, network) = self.network.backward(cache.network, dy);
        let (dx, network_norm) = self.network_norm.backward(cache.network_norm, &dnormal);
        let dx = dx + dy;
        // x = x + attention(norm(x))
        let (dnormal, attention) = self.attention.backward(cache.attention, &dx);
        let (d, attention_norm) =
            self.attention_norm.backward(cache.attention_norm, &dnormal);
        (d + dx, Block { attention_norm, attention, network_norm, network })
    }
    // ANCHOR_END: backward
}
