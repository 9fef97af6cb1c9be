//! The fast functions are the formula head by head, for any size: one token, one head, one
//! channel included.

use attention::{Mask, naive as one_head};
use foundations::{Layer, naive as plain, normal};
use multi_head::{MultiHead, naive};
use ndarray::{Array2, Array3, ArrayRef2, Axis, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

/// Every number of `actual` is the one of `expected`, to 1e-12.
fn assert_same(what: &str, actual: &ArrayRef2<f64>, expected: &ArrayRef2<f64>) {
    assert_eq!(actual.dim(), expected.dim(), "the shape of {what}");
    for ((at, &fast), &slow) in actual.indexed_iter().zip(expected) {
        assert!(
            (fast - slow).abs() < 1e-12 * slow.abs().max(1.0),
            "{what}{at:?} is {fast}, expected {slow}"
        );
    }
}

/// A layer whose biases are drawn too, and a batch for it.
fn draw(
    batch: usize,
    t: usize,
    heads: usize,
    d: usize,
    mask: Mask,
    seed: u64,
) -> (MultiHead<f64>, Array3<f64>) {
    let (mut rng, c) = (StdRng::seed_from_u64(seed), heads * d);
    let mut layer = MultiHead::new(c, heads, mask, &mut rng);
    layer.qkv.b = normal(3 * c, 1.0, &mut rng);
    layer.out.b = normal(c, 1.0, &mut rng);
    (layer, normal((batch, t, c), 1.0, &mut rng))
}

/// Compares the output of every sequence, and the weights of every head.
fn compare(batch: usize, t: usize, heads: usize, d: usize, mask: Mask, seed: u64) {
    let (layer, x) = draw(batch, t, heads, d, mask, seed);
    let (y, cache) = layer.forward(&x);
    for (b, x) in x.axis_iter(Axis(0)).enumerate() {
        let x = x.to_owned(); // (T, C)
        assert_same("y", &y.index_axis(Axis(0), b), &naive::multi_head(&layer, &x));
        let qkv = plain::linear(&x, &layer.qkv.w, &layer.qkv.b);
        for h in 0..heads {
            let [q, k, v] = [0, 1, 2].map(|which| column_block(&qkv, which * heads + h, d));
            let (_, a) = one_head::attend(&q, &k, &v, mask);
            assert_same("a", &cache.weights().slice(s![b, h, .., ..]), &a);
        }
    }
}

/// Columns `i·D .. (i+1)·D`, copied.
fn column_block(wide: &Array2<f64>, i: usize, d: usize) -> Array2<f64> {
    wide.slice(s![.., i * d..(i + 1) * d]).to_owned()
}

proptest! {
    #[test]
    fn all_heads_at_once_are_the_formula_head_by_head(
        batch in 1_usize..4, t in 1_usize..12, heads in 1_usize..6, d in 1_usize..8, causal: bool, seed: u64,
    ) {
        compare(batch, t, heads, d, if causal { Mask::Causal } else { Mask::Full }, seed);
    }

    #[test]
    fn kept_keys_are_the_formula_too(
        batch in 1_usize..4, t in 1_usize..12, heads in 1_usize..6, d in 1_usize..8, seed: u64,
    ) {
        let (layer, x) = draw(batch, t, heads, d, Mask::Causal, seed);
        let mut kept = multi_head::KvCache::new(batch, t, heads * d);
        let y = layer.forward_cached(&x, &mut kept);
        for (b, x) in x.axis_iter(Axis(0)).enumerate() {
        let x = x.to_owned(); // (T, C)
            assert_same("y", &y.index_axis(Axis(0), b), &naive::multi_head(&layer, &x));
        }
    }
}

/// Fast products work in blocks of a few hundred rows and columns: cross their borders
/// once.
#[test]
fn wider_than_a_block_of_the_product() {
    compare(2, 70, 6, 17, Mask::Causal, 1);
}
