//! The numbers that say which GPT it is.

use feed_forward::Activation;
use residual_norm::{EPSILON, NormPlace};

/// Where positions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionKind {
    /// The article's sines and cosines.
    Sinusoidal,
    /// GPT-2's learned table.
    Learned,
}

impl PositionKind {
    /// Both, each with its name.
    pub const NAMED: [(&'static str, PositionKind); 2] =
        [("sinusoidal", PositionKind::Sinusoidal), ("learned", PositionKind::Learned)];
}

/// The shape of a GPT, and the choices between the article's way and GPT-2's.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// V: tokens in the vocabulary.
    pub vocab: usize,
    /// T: the most tokens that the model can look at.
    pub context: usize,
    /// L: blocks in the stack.
    pub layers: usize,
    /// H: heads in each block; `channels` is a multiple of it.
    pub heads: usize,
    /// C: the width of the residual stream.
    pub channels: usize,
    /// Channels inside the feed-forward networks, where they are not 4C.
    pub hidden: Option<usize>,
    /// Sinusoidal or learned positions.
    pub positions: PositionKind,
    /// ReLU or GELU.
    pub activation: Activation,
    /// Normalisation before or after each part of a block.
    pub norm: NormPlace,
    /// Whether the last linear layer is the embedding's table again.
    pub tied: bool,
    /// The ε of the normalisations.
    pub epsilon: f64,
}

impl Config {
    /// The article's choices for a model of the given size: sinusoidal positions, ReLU,
    /// normalised inputs, untied.
    pub fn article(
        vocab: usize,
        context: usize,
        layers: usize,
        heads: usize,
        channels: usize,
    ) -> Config {
        Config {
            vocab,
            context,
            layers,
            heads,
            channels,
            hidden: None,
            positions: PositionKind::Sinusoidal,
            activation: Activation::Relu,
            norm: NormPlace::Pre,
            tied: false,
            epsilon: EPSILON,
        }
    }
}
