//! One layer of the decoder: attention, then feed-forward, each with its residual
//! connection and normalisation.

use attention::Mask;
use feed_forward::FeedForward;
use foundations::{Float, Layer, params};
use multi_head::{KvCache, MultiHead};
use ndarray::{Array3, ArrayRef3};
use rand::Rng;
use residual_norm::{Residual, ResidualCache};

use crate::Config;

/// A decoder block.
///
/// ```text
/// x ← x + MultiHead(LN(x))        x ← x + FFN(LN(x))        (pre-LN)
/// ```
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`.
// ANCHOR: block
#[derive(Clone, Debug, PartialEq)]
pub struct Block<F> {
    /// Moves information between tokens.
    pub attention: Residual<F, MultiHead<F>>,
    /// Works on each token alone.
    pub feed_forward: Residual<F, FeedForward<F>>,
}

params!(Block { attention, feed_forward });
// ANCHOR_END: block

/// What [`Block`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct BlockCache<F: Float> {
    attention: ResidualCache<F, MultiHead<F>>,
    feed_forward: ResidualCache<F, FeedForward<F>>,
}

impl<F: Float> BlockCache<F> {
    /// The attention weights `(B, H, T, T)`.
    pub fn weights(&self) -> &ndarray::Array4<F> {
        self.attention.inner().weights()
    }
}

impl<F: Float> Block<F> {
    /// A block with random weights. What the two parts add to the residual stream is made
    /// smaller by `1/√(2L)`, so that the 2L sums of the whole stack leave the stream about
    /// as large as one would (GPT-2's initialisation).
    pub fn new(config: &Config, rng: &mut impl Rng) -> Block<F> {
        let c = config.channels;
        let mut attention = Residual::new(
            MultiHead::new(c, config.heads, Mask::Causal, rng),
            c,
            config.norm,
        );
        let hidden = config.hidden.unwrap_or(4 * c);
        let network = FeedForward::with_hidden(c, hidden, config.activation, rng);
        let mut feed_forward = Residual::new(network, c, config.norm);
        attention.norm.epsilon = config.epsilon;
        feed_forward.norm.epsilon = config.epsilon;
        let shrink = F::of(1.0 / (2.0 * config.layers as f64).sqrt());
        attention.inner.out.w *= shrink;
        feed_forward.inner.down.w *= shrink;
        Block { attention, feed_forward }
    }

    /// The forward for the next tokens of sequences whose past is kept.
    pub fn forward_cached(&self, x: &ArrayRef3<F>, cache: &mut KvCache<F>) -> Array3<F> {
        let Block { attention, feed_forward } = self;
        let x = attention.forward_with(x, |x| attention.inner.forward_cached(x, cache));
        feed_forward.forward_with(&x, |x| feed_forward.inner.forward(x).0)
    }
}

impl<F: Float> Layer<F> for Block<F> {
    type Cache = BlockCache<F>;

    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (x, attention) = self.attention.forward(x);
        let (x, feed_forward) = self.feed_forward.forward(&x);
        (x, BlockCache { attention, feed_forward })
    }
    // ANCHOR_END: forward

    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let (dx, feed_forward) = self.feed_forward.backward(cache.feed_forward, dy);
        let (dx, attention) = self.attention.backward(cache.attention, &dx);
        (dx, Block { attention, feed_forward })
    }
}
