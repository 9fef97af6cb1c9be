//! The numbers of two real layers, counted.

use attention::Mask;
use exercises::{Verdict, checks, predicted};
use foundations::Params;
use multi_head::MultiHead;
use rand::rngs::StdRng;

use super::student::{WITH_4_HEADS, WITH_8_HEADS};

checks![four_heads_are_counted_right, eight_heads_are_counted_right];

const MISTAKES: [(f64, &str); 3] = [
    (4.0 * 64.0 * 64.0, "the biases are missing"),
    (3.0 * 64.0 * 65.0, "the layer has a fourth matrix, which mixes what the heads found"),
    (8.0 * 64.0 * 65.0, "more heads are narrower heads: their columns still add up to C"),
];

fn four_heads_are_counted_right(rng: &mut StdRng) -> Verdict {
    predicted(WITH_4_HEADS, counted(4, rng), 0.5, &MISTAKES)
}

fn eight_heads_are_counted_right(rng: &mut StdRng) -> Verdict {
    predicted(WITH_8_HEADS, counted(8, rng), 0.5, &MISTAKES)
}

fn counted(heads: usize, rng: &mut StdRng) -> f64 {
    MultiHead::<f64>::new(64, heads, Mask::Causal, rng).parameter_count() as f64
}
