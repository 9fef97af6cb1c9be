//! Layers whose every number is drawn, for the other files.

use foundations::normal;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use since_gpt2::{GroupedQueries, RmsNorm, Rotary, SwiGlu};

/// The base of the drawn layers: so small that every pair turns visibly.
pub(crate) const BASE: f64 = 20.0;

pub(crate) fn norm(c: usize, epsilon: f64, rng: &mut StdRng) -> RmsNorm<f64> {
    RmsNorm { gain: 1.0 + normal(c, 0.3, rng), epsilon }
}

pub(crate) fn network(c: usize, m: usize, rng: &mut StdRng) -> SwiGlu<f64> {
    SwiGlu {
        gate: normal((c, m), 0.7, rng),
        up: normal((c, m), 0.7, rng),
        down: normal((m, c), 0.7, rng),
    }
}

/// Attention on up to 20 tokens, with H = `groups` · `each` heads of 2·`pairs` channels,
/// which need not be C together.
pub(crate) fn attention(
    c: usize,
    [groups, each, pairs]: [usize; 3],
    turned: bool,
    rng: &mut StdRng,
) -> GroupedQueries<f64> {
    let (heads, d) = (groups * each, 2 * pairs);
    GroupedQueries {
        query: normal((c, heads * d), 0.5, rng),
        key: normal((c, groups * d), 0.5, rng),
        value: normal((c, groups * d), 0.5, rng),
        out: normal((heads * d, c), 0.5, rng),
        heads,
        groups,
        rotary: turned.then(|| Rotary::new(20, d, BASE)),
        slopes: None,
    }
}

/// Tokens `(batch, t)` of a vocabulary.
pub(crate) fn tokens(batch: usize, t: usize, vocab: usize, seed: u64) -> Array2<usize> {
    let mut rng = StdRng::seed_from_u64(seed);
    Array2::from_shape_simple_fn((batch, t), || rng.random_range(0..vocab))
}
