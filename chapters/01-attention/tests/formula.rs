//! The fast functions are the loops of `naive`, for any size: the number 1 and strange
//! ratios included.

use attention::{Mask, SelfAttention, attend, attend_backward, naive};
use foundations::{Layer, Linear, naive as plain, normal};
use ndarray::{Array2, Array3, ArrayRef2, Axis};
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

/// Compares forward and backward, the arrays drawn from `seed`.
fn compare(t: usize, s: usize, d: usize, d_v: usize, mask: Mask, seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut draw = |shape| -> Array2<f64> { normal(shape, 1.0, &mut rng) };
    let (q, k, v, dy) = (draw((t, d)), draw((s, d)), draw((s, d_v)), draw((t, d_v)));

    let (y, a) = attend(&q, &k, &v, mask);
    let (naive_y, naive_a) = naive::attend(&q, &k, &v, mask);
    assert_same("a", &a, &naive_a);
    assert_same("y", &y, &naive_y);

    let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &dy);
    let (naive_dq, naive_dk, naive_dv) = naive::attend_backward(&q, &k, &v, &a, &dy);
    assert_same("dq", &dq, &naive_dq);
    assert_same("dk", &dk, &naive_dk);
    assert_same("dv", &dv, &naive_dv);
}

proptest! {
    #[test]
    fn full_attention_is_its_loops(
        t in 1_usize..20, s in 1_usize..20, d in 1_usize..20, d_v in 1_usize..20, seed: u64,
    ) {
        compare(t, s, d, d_v, Mask::Full, seed);
    }

    #[test]
    fn causal_attention_is_its_loops(
        t in 1_usize..20, past in 0_usize..10, d in 1_usize..20, d_v in 1_usize..20, seed: u64,
    ) {
        compare(t, past + t, d, d_v, Mask::Causal, seed);
    }

    #[test]
    fn the_layer_is_three_linear_maps_and_the_loops(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..9, d in 1_usize..9, causal: bool, seed: u64,
    ) {
        let mask = if causal { Mask::Causal } else { Mask::Full };
        let mut rng = StdRng::seed_from_u64(seed);
        let mut layer: SelfAttention<f64> = SelfAttention::new(c, d, mask, &mut rng);
        for linear in [&mut layer.query, &mut layer.key, &mut layer.value] {
            linear.b = normal(d, 1.0, &mut rng);
        }
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);

        let (y, cache) = layer.forward(&x);
        for (b, x) in x.axis_iter(Axis(0)).enumerate() {
            let map = |linear: &Linear<f64>| plain::linear(&x.to_owned(), &linear.w, &linear.b);
            let (naive_y, naive_a) = naive::attend(&map(&layer.query), &map(&layer.key), &map(&layer.value), mask);
            assert_same("y", &y.index_axis(Axis(0), b), &naive_y);
            assert_same("a", &cache.weights().index_axis(Axis(0), b), &naive_a);
        }
    }
}

/// Fast products work in blocks of a few hundred rows and columns: cross their borders
/// once.
#[test]
fn more_tokens_than_a_block_of_the_product() {
    compare(70, 300, 17, 5, Mask::Causal, 1);
}
