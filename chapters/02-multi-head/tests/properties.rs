//! The laws of multi-head attention, each under the name that the book gives it.

use approx::assert_abs_diff_eq;
use attention::{Mask, SelfAttention};
use foundations::{Layer, Linear, Params, normal};
use multi_head::MultiHead;
use ndarray::{Array1, Array2, Array3, Axis, concatenate, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// A layer of C = `heads`·`d` channels whose biases are drawn too, and a batch for it.
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

fn mask(causal: bool) -> Mask {
    if causal { Mask::Causal } else { Mask::Full }
}

/// The numbers 0..n in an order drawn from a seed.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

/// The channels of the heads, head `order[0]` first.
fn channels(order: &[usize], d: usize) -> Vec<usize> {
    order.iter().flat_map(|&h| h * d..(h + 1) * d).collect()
}

/// The same layer with its heads in another order: q, k and v each, and the rows of W_O if
/// `with_out`.
fn reordered(layer: &MultiHead<f64>, order: &[usize], with_out: bool) -> MultiHead<f64> {
    let c = layer.out.w.nrows();
    let own = channels(order, c / layer.heads);
    let of_qkv: Vec<usize> = (0..3)
        .flat_map(|which| own.iter().map(move |&channel| which * c + channel))
        .collect();
    let qkv = Linear {
        w: layer.qkv.w.select(Axis(1), &of_qkv),
        b: layer.qkv.b.select(Axis(0), &of_qkv),
    };
    let out = Linear { w: layer.out.w.select(Axis(0), &own), b: layer.out.b.clone() };
    MultiHead { qkv, out: if with_out { out } else { layer.out.clone() }, ..*layer }
}

/// Head `h` as a single head of chapter 1: its columns of W_Q, W_K and W_V.
fn single(layer: &MultiHead<f64>, h: usize) -> SelfAttention<f64> {
    let c = layer.out.w.nrows();
    let d = c / layer.heads;
    let part = |which: usize| {
        let from = which * c + h * d;
        let (w, b) = (
            layer.qkv.w.slice(s![.., from..from + d]),
            layer.qkv.b.slice(s![from..from + d]),
        );
        Linear { w: w.to_owned(), b: b.to_owned() }
    };
    SelfAttention { query: part(0), key: part(1), value: part(2), mask: layer.mask }
}

proptest! {
    #[test]
    fn permuting_heads_together_with_the_rows_of_w_o_changes_nothing(
        t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, causal: bool, seed: u64,
    ) {
        let (layer, x) = draw(2, t, heads, d, mask(causal), seed);
        let order = shuffled(heads, seed);
        let (y, cache) = layer.forward(&x);
        let (same_y, moved) = reordered(&layer, &order, true).forward(&x);
        assert_abs_diff_eq!(same_y, y, epsilon = 1e-13 * (heads * d) as f64);
        assert_abs_diff_eq!(*moved.weights(), cache.weights().select(Axis(1), &order), epsilon = 1e-13);
    }

    #[test]
    fn permuting_heads_alone_changes_the_output(t in 2_usize..9, heads in 2_usize..6, d in 1_usize..6, seed: u64) {
        let (layer, x) = draw(1, t, heads, d, Mask::Causal, seed);
        let turned: Vec<usize> = (1..heads).chain([0]).collect();
        let difference = reordered(&layer, &turned, false).forward(&x).0 - layer.forward(&x).0;
        prop_assert!(difference.iter().any(|x| x.abs() > 1e-6), "W_O tells the heads apart");
    }

    #[test]
    fn one_wide_projection_is_h_small_ones(
        batch in 1_usize..4, t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, causal: bool, seed: u64,
    ) {
        let (layer, x) = draw(batch, t, heads, d, mask(causal), seed);
        let small: Vec<Array3<f64>> = (0..heads).map(|h| single(&layer, h).forward(&x).0).collect();
        let views: Vec<_> = small.iter().map(|y| y.view()).collect();
        let (y, _) = layer.out.forward(&concatenate(Axis(2), &views).expect("equal shapes"));
        assert_abs_diff_eq!(layer.forward(&x).0, y, epsilon = 1e-12);
    }

    #[test]
    fn one_head_and_w_o_the_identity_is_the_attention_of_chapter_1(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..9, causal: bool, seed: u64,
    ) {
        let (mut layer, x) = draw(batch, t, 1, c, mask(causal), seed);
        layer.out = Linear { w: Array2::eye(c), b: Array1::zeros(c) };
        let (y, cache) = layer.forward(&x);
        let (chapter_1, chapter_1_cache) = single(&layer, 0).forward(&x);
        // To rounding: a product with a wider matrix may add in another order.
        assert_abs_diff_eq!(y, chapter_1, epsilon = 1e-13);
        let weights = cache.weights().index_axis(Axis(1), 0).to_owned();
        assert_abs_diff_eq!(weights, chapter_1_cache.weights(), epsilon = 1e-13);

        let (dx, gradient) = layer.backward(cache, &y);
        let (chapter_1_dx, chapter_1_gradient) = single(&layer, 0).backward(chapter_1_cache, &y);
        assert_abs_diff_eq!(dx, chapter_1_dx, epsilon = 1e-11);
        for ((_, dw), (_, chapter_1)) in single(&gradient, 0).tensors().iter().zip(chapter_1_gradient.tensors()) {
            assert_abs_diff_eq!(*dw, chapter_1, epsilon = 1e-11);
        }
    }

    #[test]
    fn the_output_is_a_sum_over_heads(
        t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, causal: bool, seed: u64,
    ) {
        let (layer, x) = draw(2, t, heads, d, mask(causal), seed);
        let mut sum = Array3::zeros(x.raw_dim()) + &layer.out.b;
        for h in 0..heads {
            let rows_of_w_o = layer.out.w.slice(s![h * d..(h + 1) * d, ..]).to_owned(); // (D, C)
            let only_w = Linear { w: rows_of_w_o, b: Array1::zeros(heads * d) };
            sum += &only_w.forward(&single(&layer, h).forward(&x).0).0;
        }
        assert_abs_diff_eq!(layer.forward(&x).0, sum, epsilon = 1e-12);
    }

    #[test]
    fn a_head_that_w_o_ignores_has_no_gradient(
        t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, deaf in 0_usize..6, seed: u64,
    ) {
        let (mut layer, x) = draw(2, t, heads, d, Mask::Causal, seed);
        let (c, deaf) = (heads * d, deaf % heads);
        layer.out.w.slice_mut(s![deaf * d..(deaf + 1) * d, ..]).fill(0.0);
        let (y, cache) = layer.forward(&x);
        let (_, gradient) = layer.backward(cache, &y);
        for which in 0..3 {
            let own = which * c + deaf * d..which * c + (deaf + 1) * d;
            prop_assert!(gradient.qkv.w.slice(s![.., own.clone()]).iter().all(|&dw| dw == 0.0), "an exact zero");
            prop_assert!(gradient.qkv.b.slice(s![own]).iter().all(|&db| db == 0.0), "an exact zero");
        }
    }

    #[test]
    fn the_bias_of_the_keys_has_no_gradient(t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, seed: u64) {
        let (layer, x) = draw(2, t, heads, d, Mask::Causal, seed);
        let (c, (_, cache)) = (heads * d, layer.forward(&x));
        let (_, gradient) = layer.backward(cache, &x);
        prop_assert!(gradient.qkv.b.slice(s![c..2 * c]).iter().all(|db| db.abs() < 1e-11), "{}", gradient.qkv.b);
    }

    #[test]
    fn a_later_token_changes_no_earlier_row(
        t in 2_usize..12, heads in 1_usize..6, d in 1_usize..6, cut in 1_usize..11, seed: u64,
    ) {
        let (layer, mut x) = draw(2, t, heads, d, Mask::Causal, seed);
        let cut = cut.min(t - 1);
        let y = layer.forward(&x).0;
        x.slice_mut(s![.., cut.., ..]).mapv_inplace(|x| 100.0 - 7.0 * x);
        let changed = layer.forward(&x).0;
        // Not close: the same bits.
        prop_assert_eq!(y.slice(s![.., ..cut, ..]), changed.slice(s![.., ..cut, ..]));
        // And the later rows did notice.
        prop_assert!(y.slice(s![.., cut.., ..]) != changed.slice(s![.., cut.., ..]));
    }

    #[test]
    fn shuffled_tokens_give_the_same_rows_shuffled(
        t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, seed: u64,
    ) {
        let (layer, x) = draw(2, t, heads, d, Mask::Full, seed);
        let order = shuffled(t, seed);
        let moved = layer.forward(&x.select(Axis(1), &order)).0;
        assert_abs_diff_eq!(moved, layer.forward(&x).0.select(Axis(1), &order), epsilon = 1e-12);
    }

    #[test]
    fn sequences_of_a_batch_do_not_see_each_other(
        t in 1_usize..9, heads in 1_usize..6, d in 1_usize..6, seed: u64,
    ) {
        let (layer, mut x) = draw(3, t, heads, d, Mask::Full, seed);
        let y = layer.forward(&x).0;
        x.slice_mut(s![1, .., ..]).fill(9.0);
        let changed = layer.forward(&x).0;
        prop_assert_eq!(y.slice(s![0, .., ..]), changed.slice(s![0, .., ..]));
        prop_assert_eq!(y.slice(s![2, .., ..]), changed.slice(s![2, .., ..]));
    }
}

#[test]
#[should_panic(expected = "6 channels can't be split evenly into 4 heads")]
fn channels_are_split_evenly() {
    MultiHead::<f64>::new(6, 4, Mask::Causal, &mut StdRng::seed_from_u64(1));
}

#[test]
#[should_panic(expected = "6 channels can't be split evenly into 4 heads")]
fn a_layer_made_by_hand_is_split_evenly_too() {
    let (layer, x) = draw(1, 2, 3, 2, Mask::Causal, 1);
    MultiHead { heads: 4, ..layer }.forward(&x);
}
