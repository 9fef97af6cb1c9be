//! Small models with all choices, weights large enough and biases drawn too, so that a
//! missing one can't hide.

use decoder::{Config, Gpt, PositionKind};
use feed_forward::Activation;
use foundations::{Params, normal};
use ndarray::Array2;
use rand::{Rng, RngExt};
use residual_norm::NormPlace;

/// One of the sixteen: pre-LN or post-LN, ReLU or GELU, tied or untied, sinusoidal or
/// learned. The ε is large: where the few channels of a small model are almost equal,
/// GPT-2's would enlarge rounding 300-fold in each normalisation.
pub(crate) fn config(number: usize, sizes: [usize; 5]) -> Config {
    let [vocab, context, layers, heads, d] = sizes;
    let bit = |i: usize| number >> i & 1 == 1;
    Config {
        vocab,
        context,
        layers,
        heads,
        channels: heads * d,
        hidden: None,
        norm: if bit(0) { NormPlace::Post } else { NormPlace::Pre },
        activation: if bit(1) { Activation::Gelu } else { Activation::Relu },
        tied: bit(2),
        positions: if bit(3) { PositionKind::Learned } else { PositionKind::Sinusoidal },
        epsilon: 0.1,
    }
}

/// A model whose every parameter is drawn: gains around 1, all else around 0, with standard
/// deviation 0.3.
pub(crate) fn model(config: Config, rng: &mut impl Rng) -> Gpt<f64> {
    let mut model = Gpt::new(config, rng);
    for (name, mut tensor) in model.tensors_mut() {
        let mean = if name.ends_with("gain") { 1.0 } else { 0.0 };
        let draws = normal(tensor.raw_dim(), 0.3, rng) + mean;
        tensor.assign(&draws);
    }
    model
}

/// Tokens drawn evenly from the vocabulary.
pub(crate) fn tokens(
    batch: usize,
    t: usize,
    vocab: usize,
    rng: &mut impl Rng,
) -> Array2<usize> {
    Array2::from_shape_simple_fn((batch, t), || rng.random_range(0..vocab))
}
