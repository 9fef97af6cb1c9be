//! What the parts of a GPT cost, counted from its shapes.

use decoder::Config;

/// The size that is measured, that of nanoGPT's smallest model, and the sequences in a
/// step.
pub(crate) fn baby() -> (Config, usize) {
    (Config::article(65, 64, 4, 4, 128), 12)
}

// ANCHOR: operations
/// The parts, and the multiplications and additions in the products of their forwards.
pub(crate) fn operations(config: &Config, batch: usize) -> [(&'static str, usize); 7] {
    let Config { vocab: v, context: t, layers: l, channels: c, .. } = *config;
    let n = batch * t; // tokens
    // each weight: once times, once plus
    let linear = |c_in: usize, c_out: usize| 2 * n * c_in * c_out;
    [
        ("embedding", 0), // looked up, not multiplied
        ("norms", 0),
        ("q, k, v, W_O", l * (linear(c, 3 * c) + linear(c, c))),
        ("heads", l * (2 * n * t * c + 2 * n * t * c)), // q·kᵀ and a·v, all heads together
        ("W_1, W_2", l * (linear(c, 4 * c) + linear(4 * c, c))),
        ("activation", 0),
        ("head, loss", linear(c, v)),
    ]
}

/// Of a whole step: backward has two products for each one of forward.
pub(crate) fn of_a_step(config: &Config, batch: usize) -> usize {
    3 * operations(config, batch).iter().map(|(_, operations)| operations).sum::<usize>()
}
// ANCHOR_END: operations
