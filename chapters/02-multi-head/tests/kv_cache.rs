//! A growing sequence with kept keys and values gives the rows of the full forward, and
//! says when it can't.

use approx::assert_abs_diff_eq;
use attention::Mask;
use foundations::Layer;
use foundations::normal;
use multi_head::{KvCache, MultiHead};
use ndarray::{Array3, s};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// A causal layer whose biases are drawn too, and a batch for it.
fn draw(
    batch: usize,
    t: usize,
    heads: usize,
    d: usize,
    seed: u64,
) -> (MultiHead<f64>, Array3<f64>) {
    let (mut rng, c) = (StdRng::seed_from_u64(seed), heads * d);
    let mut layer = MultiHead::new(c, heads, Mask::Causal, &mut rng);
    layer.qkv.b = normal(3 * c, 0.3, &mut rng);
    layer.out.b = normal(c, 0.3, &mut rng);
    (layer, normal((batch, t, c), 1.0, &mut rng))
}

/// Feeds the pieces of `x` one after another and compares every row with the full
/// forward's, to 1e-14.
fn compare(
    layer: &MultiHead<f64>,
    x: &Array3<f64>,
    pieces: &[usize],
    kept: &mut KvCache<f64>,
) {
    let (y, _) = layer.forward(x);
    let mut from = 0;
    for &tokens in pieces {
        assert_eq!(kept.past(), from);
        let piece = s![.., from..from + tokens, ..];
        assert_abs_diff_eq!(
            layer.forward_cached(&x.slice(piece), kept),
            y.slice(piece),
            epsilon = 1e-14
        );
        from += tokens;
    }
    assert_eq!(from, x.dim().1, "the pieces are the whole sequence");
}

/// Sizes that sum to `t`, each at least 1, drawn from a seed.
fn pieces(t: usize, seed: u64) -> Vec<usize> {
    let (mut rng, mut left, mut sizes) = (StdRng::seed_from_u64(seed), t, Vec::new());
    while left > 0 {
        sizes.push(rng.random_range(1..=left));
        left -= sizes[sizes.len() - 1];
    }
    sizes
}

proptest! {
    #[test]
    fn kept_keys_in_any_pieces_give_the_rows_of_the_full_forward(
        batch in 1_usize..4, t in 1_usize..14, heads in 1_usize..6, d in 1_usize..6, spare in 0_usize..5, seed: u64,
    ) {
        let (layer, x) = draw(batch, t, heads, d, seed);
        compare(&layer, &x, &pieces(t, seed), &mut KvCache::new(batch, t + spare, heads * d));
    }

    #[test]
    fn kept_keys_token_by_token_give_the_rows_of_the_full_forward(
        batch in 1_usize..4, t in 1_usize..14, heads in 1_usize..6, d in 1_usize..6, seed: u64,
    ) {
        let (layer, x) = draw(batch, t, heads, d, seed);
        compare(&layer, &x, &vec![1; t], &mut KvCache::new(batch, t, heads * d));
    }

    #[test]
    fn cleared_keys_begin_again(first in 1_usize..9, t in 1_usize..9, seed: u64) {
        let (layer, x) = draw(2, t, 3, 2, seed);
        let mut kept = KvCache::new(2, first.max(t), 6);
        layer.forward_cached(&draw(2, first, 3, 2, !seed).1, &mut kept);
        kept.clear();
        compare(&layer, &x, &pieces(t, seed), &mut kept);
    }
}

#[test]
#[should_panic(expected = "5 tokens, but room to keep 4")]
fn more_tokens_than_room() {
    let (layer, x) = draw(1, 3, 2, 2, 1);
    let mut kept = KvCache::new(1, 4, 4);
    layer.forward_cached(&x.slice(s![.., ..2, ..]), &mut kept);
    layer.forward_cached(&x, &mut kept);
}

#[test]
#[should_panic(expected = "1 sequences of 4 channels, but a KV cache for 2 of 4 channels")]
fn another_number_of_sequences() {
    let (layer, x) = draw(1, 3, 2, 2, 1);
    layer.forward_cached(&x, &mut KvCache::new(2, 3, 4));
}

#[test]
#[should_panic(expected = "1 sequences of 4 channels, but a KV cache for 1 of 6 channels")]
fn another_number_of_channels() {
    let (layer, x) = draw(1, 3, 2, 2, 1);
    layer.forward_cached(&x, &mut KvCache::new(1, 3, 6));
}

#[test]
#[should_panic(expected = "under a causal mask only")]
fn a_full_mask_keeps_nothing() {
    let (mut layer, x) = draw(1, 3, 2, 2, 1);
    layer.mask = Mask::Full;
    layer.forward_cached(&x, &mut KvCache::new(1, 3, 4));
}
