//! The laws of attention, each under the name that the book gives it.

use attention::{Mask, SelfAttention, attend, attend_backward};
use foundations::{Layer, normal};
use ndarray::{Array1, Array2, Array3, ArrayRef2, Axis, concatenate, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Every number of `actual` is within `tolerance` of the one of `expected`.
fn assert_close(actual: &ArrayRef2<f64>, expected: &ArrayRef2<f64>, tolerance: f64) {
    assert_eq!(actual.dim(), expected.dim());
    for ((at, &x), &y) in actual.indexed_iter().zip(expected) {
        assert!((x - y).abs() <= tolerance, "{x} is not {y}, at {at:?}");
    }
}

/// Queries `(t, d)`, keys `(s, d)` and values `(s, d_v)`, drawn from a seed.
fn draw(
    t: usize,
    s: usize,
    d: usize,
    d_v: usize,
    seed: u64,
) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut draw = |shape| normal(shape, 1.0, &mut rng);
    (draw((t, d)), draw((s, d)), draw((s, d_v)))
}

/// The numbers 0..n in an order drawn from a seed.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

proptest! {
    #[test]
    fn weights_are_a_distribution_over_the_visible_keys(
        t in 1_usize..9, past in 0_usize..5, d in 1_usize..9, causal: bool, seed: u64,
    ) {
        let mask = if causal { Mask::Causal } else { Mask::Full };
        let (q, k, v) = draw(t, past + t, d, 2, seed);
        let (_, a) = attend(&q, &k, &v, mask);
        for (i, row) in a.rows().into_iter().enumerate() {
            let visible = if causal { past + i + 1 } else { past + t };
            prop_assert!(row.iter().all(|&weight| weight >= 0.0));
            prop_assert!(row.slice(s![..visible]).iter().all(|&weight| weight > 0.0), "a visible key has a say");
            prop_assert!((row.slice(s![..visible]).sum() - 1.0).abs() < 1e-14);
            prop_assert!(row.slice(s![visible..]).iter().all(|&weight| weight == 0.0), "an exact zero");
        }
    }

    #[test]
    fn a_later_token_changes_no_earlier_row(
        t in 2_usize..12, past in 0_usize..5, d in 1_usize..9, cut in 1_usize..11, seed: u64,
    ) {
        let cut = cut.min(t - 1);
        let (q, mut k, mut v) = draw(t, past + t, d, 3, seed);
        let (y, a) = attend(&q, &k, &v, Mask::Causal);
        k.slice_mut(s![past + cut.., ..]).mapv_inplace(|x| 100.0 - 7.0 * x);
        v.slice_mut(s![past + cut.., ..]).mapv_inplace(|x| 100.0 - 7.0 * x);
        let (changed_y, changed_a) = attend(&q, &k, &v, Mask::Causal);
        // Not close: the same bits.
        prop_assert_eq!(y.slice(s![..cut, ..]), changed_y.slice(s![..cut, ..]));
        prop_assert_eq!(a.slice(s![..cut, ..]), changed_a.slice(s![..cut, ..]));
        // And the later rows did notice.
        prop_assert!(y.slice(s![cut.., ..]) != changed_y.slice(s![cut.., ..]));
    }

    #[test]
    fn the_order_of_keys_and_values_does_not_matter(
        t in 1_usize..9, n in 1_usize..9, d in 1_usize..9, seed: u64,
    ) {
        let (q, k, v) = draw(t, n, d, 3, seed);
        let order = shuffled(n, seed);
        let (y, a) = attend(&q, &k, &v, Mask::Full);
        let (same_y, moved_a) =
            attend(&q, &k.select(Axis(0), &order), &v.select(Axis(0), &order), Mask::Full);
        assert_close(&same_y, &y, 1e-13);
        assert_close(&moved_a, &a.select(Axis(1), &order), 1e-13);
    }

    #[test]
    fn shuffled_tokens_give_the_same_rows_shuffled(t in 1_usize..9, c in 1_usize..9, d in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer: SelfAttention<f64> = SelfAttention::new(c, d, Mask::Full, &mut rng);
        let x: Array3<f64> = normal((1, t, c), 1.0, &mut rng);
        let order = shuffled(t, seed);
        let y = layer.forward(&x).0.select(Axis(1), &order);
        let moved = layer.forward(&x.select(Axis(1), &order)).0;
        assert_close(&moved.index_axis(Axis(0), 0), &y.index_axis(Axis(0), 0), 1e-13);
    }

    #[test]
    fn equal_keys_give_the_running_mean(t in 1_usize..12, past in 0_usize..5, d in 1_usize..9, seed: u64) {
        let (q, k, v) = draw(t, past + t, d, 3, seed);
        let k = k.slice(s![..1, ..]).broadcast(k.dim()).expect("one row for all").to_owned();
        let (y, _) = attend(&q, &k, &v, Mask::Causal);
        let means = Array2::from_shape_fn(y.dim(), |(i, c)| v.slice(s![..=past + i, c]).mean().expect("a key"));
        assert_close(&y, &means, 1e-13);
    }

    #[test]
    fn the_output_lies_in_the_convex_hull_of_the_values(
        t in 1_usize..9, past in 0_usize..5, d_v in 1_usize..5, seed: u64,
    ) {
        let (q, k, v) = draw(t, past + t, 3, d_v, seed);
        let (y, _) = attend(&q, &k, &v, Mask::Causal);
        // A point is in the hull if it lies beyond all the values in no direction.
        let direction: Array1<f64> = normal(d_v, 1.0, &mut StdRng::seed_from_u64(!seed));
        for (i, y) in y.rows().into_iter().enumerate() {
            let furthest = v.slice(s![..=past + i, ..]).dot(&direction).fold(f64::NEG_INFINITY, |m, &x| m.max(x));
            prop_assert!(y.dot(&direction) <= furthest + 1e-13);
        }
    }

    #[test]
    fn the_last_queries_alone_give_the_last_rows(t in 1_usize..9, past in 0_usize..9, d in 1_usize..9, seed: u64) {
        let (q, k, v) = draw(past + t, past + t, d, 3, seed);
        let (y, a) = attend(&q, &k, &v, Mask::Causal);
        let (last_y, last_a) = attend(&q.slice(s![past.., ..]), &k, &v, Mask::Causal);
        prop_assert_eq!(last_y, y.slice(s![past.., ..]));
        prop_assert_eq!(last_a, a.slice(s![past.., ..]));
    }

    #[test]
    fn the_same_vector_added_to_all_keys_changes_nothing(
        t in 1_usize..9, d in 1_usize..9, size in 0.0_f64..1e3, seed: u64,
    ) {
        let (q, k, v) = draw(t, t, d, 3, seed);
        let bias: Array1<f64> = normal(d, size, &mut StdRng::seed_from_u64(!seed));
        let (y, _) = attend(&q, &k, &v, Mask::Causal);
        let (same, _) = attend(&q, &(&k + &bias), &v, Mask::Causal);
        // Scores of some 1e4 are rounded to some 1e-12; without the max in the softmax they
        // would be infinite.
        assert_close(&same, &y, 1e-10);
    }

    #[test]
    fn the_bias_of_the_keys_has_no_gradient(t in 1_usize..9, c in 1_usize..9, d in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer: SelfAttention<f64> = SelfAttention::new(c, d, Mask::Causal, &mut rng);
        let (y, cache) = layer.forward(&normal((2, t, c), 1.0, &mut rng));
        let (_, gradient) = layer.backward(cache, &normal(y.raw_dim(), 1.0, &mut rng));
        prop_assert!(gradient.key.b.iter().all(|db| db.abs() < 1e-13), "{}", gradient.key.b);
    }

    #[test]
    fn four_copies_of_every_channel_double_the_scores(t in 1_usize..9, d in 1_usize..9, seed: u64) {
        let (q, k, v) = draw(t, t, d, 3, seed);
        let copies = |x: &Array2<f64>| concatenate![Axis(1), *x, *x, *x, *x];
        // 4 times the dot product, √4 times the divisor.
        let (y, _) = attend(&copies(&q), &copies(&k), &v, Mask::Full);
        let (doubled, _) = attend(&(2.0 * &q), &k, &v, Mask::Full);
        assert_close(&y, &doubled, 1e-12);
    }

    #[test]
    fn attention_is_linear_in_the_values(t in 1_usize..9, d in 1_usize..9, seed: u64) {
        let (q, k, v) = draw(t, t, d, 3, seed);
        let (_, _, w) = draw(t, t, d, 3, !seed);
        let (y, _) = attend(&q, &k, &(2.0 * &v - &w), Mask::Causal);
        let of = |v| attend(&q, &k, v, Mask::Causal).0;
        assert_close(&y, &(2.0 * of(&v) - of(&w)), 1e-13);
    }

    #[test]
    fn slices_of_a_wide_array_are_arrays_like_others(t in 1_usize..9, d in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let qkv: Array2<f64> = normal((t, 3 * d), 1.0, &mut rng);
        let dy: Array2<f64> = normal((t, d), 1.0, &mut rng);
        let (q, k, v) = (qkv.slice(s![.., ..d]), qkv.slice(s![.., d..2 * d]), qkv.slice(s![.., 2 * d..]));
        let (own_q, own_k, own_v) = (q.to_owned(), k.to_owned(), v.to_owned());

        let (y, a) = attend(&q, &k, &v, Mask::Causal);
        let (own_y, own_a) = attend(&own_q, &own_k, &own_v, Mask::Causal);
        // To rounding: for another layout the product may add in another order.
        assert_close(&y, &own_y, 1e-13);
        assert_close(&a, &own_a, 1e-13);
        let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &dy);
        let (own_dq, own_dk, own_dv) = attend_backward(&own_q, &own_k, &own_v, &own_a, &dy);
        assert_close(&dq, &own_dq, 1e-13);
        assert_close(&dk, &own_dk, 1e-13);
        assert_close(&dv, &own_dv, 1e-13);
    }

    #[test]
    fn sequences_of_a_batch_do_not_see_each_other(t in 1_usize..9, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer: SelfAttention<f64> = SelfAttention::new(c, 3, Mask::Full, &mut rng);
        let mut x: Array3<f64> = normal((3, t, c), 1.0, &mut rng);
        let y = layer.forward(&x).0;
        x.slice_mut(s![1, .., ..]).fill(9.0);
        let changed = layer.forward(&x).0;
        prop_assert_eq!(y.slice(s![0, .., ..]), changed.slice(s![0, .., ..]));
        prop_assert_eq!(y.slice(s![2, .., ..]), changed.slice(s![2, .., ..]));
    }
}

#[test]
fn scores_too_large_for_exp_are_no_trouble() {
    // Scores 0, 1000 and 2000: exp(1000) is infinite, exp(0 − 2000) is 0, and the largest
    // score takes all.
    let q = Array2::from_elem((1, 1), 1000.0);
    let k = Array2::from_shape_fn((3, 1), |(s, _)| s as f64);
    let (y, a) = attend(&q, &k, &k, Mask::Full);
    assert_eq!(a.row(0).to_vec(), [0.0, 0.0, 1.0]);
    assert_eq!(y[[0, 0]], 2.0);
}

#[test]
#[should_panic(expected = "3 queries, 2 keys")]
fn a_causal_mask_needs_a_key_for_each_query() {
    let (q, k, v) = draw(3, 2, 4, 4, 1);
    attend(&q, &k, &v, Mask::Causal);
}
