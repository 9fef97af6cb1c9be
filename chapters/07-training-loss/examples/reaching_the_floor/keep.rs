//! The trained model as bytes: chapter 6's page has a figure in which it writes.

use decoder::Gpt;
use foundations::Params;

/// V, context, L, H and C, and then every parameter, each in two bytes: the upper half of
/// an f32, rounded.
pub(crate) fn halves(model: &Gpt<f32>) -> Vec<u8> {
    let config = &model.config;
    let shape =
        [config.vocab, config.context, config.layers, config.heads, config.channels];
    let mut halves = shape.map(|size| size as u16).to_vec();
    for (_, tensor) in model.tensors() {
        halves.extend(
            tensor.iter().map(|parameter| ((parameter.to_bits() + 0x8000) >> 16) as u16),
        );
    }
    halves.into_iter().flat_map(u16::to_le_bytes).collect()
}
