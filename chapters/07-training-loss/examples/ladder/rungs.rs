//! The rungs of the ladder: what stands between embedding and last linear layer.

use attention::Mask;
use decoder::{Block, Config};
use feed_forward::{Activation, FeedForward};
use multi_head::MultiHead;
use positional_encoding::Positions;
use rand::rngs::StdRng;
use residual_norm::LayerNorm;

use crate::part::Part;

/// Each has one part more than the one before it; the last stands beside the ladder.
pub(crate) const RUNGS: [(&str, &str); 8] = [
    ("bigram", ""),
    ("+ one head", "head"),
    ("+ more heads", "heads"),
    ("+ positions", "positions heads"),
    ("+ network", "positions heads network"),
    ("+ residuals, norms", "positions block norm"),
    ("+ a second layer", "positions block block norm"),
    ("two layers, plain", "positions heads network heads network"),
];

/// New parts, in the order of the recipe.
pub(crate) fn parts(recipe: &str, t: usize, c: usize, rng: &mut StdRng) -> Vec<Part<f32>> {
    let layers = recipe.matches("block").count();
    let part = |name: &str| match name {
        "head" => Part::Heads(MultiHead::new(c, 1, Mask::Causal, rng)),
        "heads" => Part::Heads(MultiHead::new(c, 4, Mask::Causal, rng)),
        "positions" => Part::Positions(Positions::sinusoidal(t, c)),
        "network" => Part::Network(FeedForward::new(c, Activation::Relu, rng)),
        "block" => Part::Block(Block::new(&Config::article(0, t, layers, 4, c), rng)),
        _ => Part::Norm(LayerNorm::new(c)),
    };
    recipe.split_whitespace().map(part).collect()
}
