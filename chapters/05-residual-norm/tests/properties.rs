//! The laws of the residual connection and of layer normalisation, each under the name that
//! the book gives it.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear, Params, normal};
use ndarray::{Array1, Array3, ArrayRef3, Axis, s};
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use residual_norm::{EPSILON, LayerNorm, NormPlace, Residual};

/// Every number of `actual` is within `tolerance` of the one of `expected`.
fn assert_close(actual: &ArrayRef3<f64>, expected: &ArrayRef3<f64>, tolerance: f64) {
    assert_eq!(actual.dim(), expected.dim());
    for ((at, &x), &y) in actual.indexed_iter().zip(expected) {
        assert!((x - y).abs() <= tolerance, "{x} is not {y}, at {at:?}");
    }
}

/// Tokens drawn from a seed, `(2, t, c)`.
fn tokens(t: usize, c: usize, seed: u64) -> Array3<f64> {
    normal((2, t, c), 1.0, &mut StdRng::seed_from_u64(seed))
}

/// A layer norm whose gain and bias are drawn from a seed.
fn drawn_norm(c: usize, epsilon: f64, seed: u64) -> LayerNorm<f64> {
    let mut rng = StdRng::seed_from_u64(seed ^ 1);
    LayerNorm { gain: normal(c, 1.0, &mut rng), bias: normal(c, 1.0, &mut rng), epsilon }
}

/// A residual connection around a feed-forward network, everything drawn, biases too.
fn drawn_block(
    c: usize,
    place: NormPlace,
    rng: &mut impl Rng,
) -> Residual<f64, FeedForward<f64>> {
    let mut inner = FeedForward::new(c, Activation::Relu, rng);
    inner.up.b = normal(4 * c, 0.3, rng);
    inner.down.b = normal(c, 0.3, rng);
    Residual::new(inner, c, place)
}

proptest! {
    #[test]
    fn a_normalised_token_has_mean_0_and_variance_var_over_var_plus_epsilon(
        t in 1_usize..6, c in 1_usize..40, epsilon in 1e-6_f64..2.0, seed: u64,
    ) {
        let x = tokens(t, c, seed);
        let (y, _) = LayerNorm { epsilon, ..LayerNorm::new(c) }.forward(&x);
        for (x, y) in x.lanes(Axis(2)).into_iter().zip(y.lanes(Axis(2))) {
            let variance = x.var(0.0);
            prop_assert!(y.mean().expect("a channel").abs() < 1e-13);
            prop_assert!((y.var(0.0) - variance / (variance + epsilon)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_shift_of_the_whole_token_changes_nothing(
        t in 1_usize..6, c in 1_usize..40, shift in -1e3_f64..1e3, seed: u64,
    ) {
        // ε keeps the slope below 10, and the sum x + shift is rounded to some 1e-13.
        let norm = drawn_norm(c, 0.01, seed);
        let x = tokens(t, c, seed);
        assert_close(&norm.forward(&(&x + shift)).0, &norm.forward(&x).0, 1e-11);
    }

    #[test]
    fn a_positive_scale_changes_nothing_when_epsilon_scales_too(
        t in 1_usize..6, c in 1_usize..40, power in -20_i32..20, scale in 0.01_f64..100.0, seed: u64,
    ) {
        let norm = drawn_norm(c, EPSILON, seed);
        let x = tokens(t, c, seed);
        let (y, _) = norm.forward(&x);
        let scaled = |k: f64| LayerNorm { epsilon: k * k * EPSILON, ..norm.clone() }.forward(&(k * &x)).0;
        // A power of two only moves the exponent: the same bits. Any other factor rounds.
        prop_assert_eq!(&scaled(2.0_f64.powi(power)), &y);
        assert_close(&scaled(scale), &y, 1e-11);
    }

    #[test]
    fn a_negative_scale_turns_the_token_around(t in 1_usize..6, c in 1_usize..40, seed: u64) {
        let norm = LayerNorm::new(c);
        let x = tokens(t, c, seed);
        prop_assert_eq!(norm.forward(&-&x).0, -norm.forward(&x).0);
    }

    #[test]
    fn each_token_is_normalised_on_its_own(t in 2_usize..9, c in 1_usize..9, changed in 0_usize..9, seed: u64) {
        let changed = changed % t;
        let norm = drawn_norm(c, EPSILON, seed);
        let mut x = tokens(t, c, seed);
        let (y, _) = norm.forward(&x);
        x.slice_mut(s![0, changed, ..]).mapv_inplace(|x| 50.0 - 3.0 * x * x);
        let (after, _) = norm.forward(&x);
        for b in 0..2 {
            for i in (0..t).filter(|&i| (b, i) != (0, changed)) {
                prop_assert_eq!(after.slice(s![b, i, ..]), y.slice(s![b, i, ..]));
            }
        }
    }

    #[test]
    fn permuting_the_channels_permutes_the_output(t in 1_usize..6, c in 1_usize..20, seed: u64) {
        let norm = drawn_norm(c, EPSILON, seed);
        let x = tokens(t, c, seed);
        let mut order: Vec<usize> = (0..c).collect();
        order.shuffle(&mut StdRng::seed_from_u64(seed));
        let permuted = LayerNorm {
            gain: norm.gain.select(Axis(0), &order),
            bias: norm.bias.select(Axis(0), &order),
            epsilon: EPSILON,
        };
        let (y, _) = permuted.forward(&x.select(Axis(2), &order));
        assert_close(&y, &norm.forward(&x).0.select(Axis(2), &order), 1e-10);
    }

    #[test]
    fn a_constant_token_gives_the_bias_and_finite_gradients(c in 1_usize..40, value in -1e4_f64..1e4, seed: u64) {
        let norm = drawn_norm(c, EPSILON, seed);
        let (y, cache) = norm.forward(&Array3::from_elem((2, 1, c), value));
        // The mean of equal numbers is rounded: to some 1e-12 here, which 1/√ε enlarges to
        // some 1e-9.
        for y in y.lanes(Axis(2)) {
            prop_assert!((&y - &norm.bias).iter().all(|error| error.abs() < 1e-8));
        }
        let (dx, gradient) = norm.backward(cache, &tokens(1, c, seed));
        prop_assert!(dx.iter().chain(&gradient.gain).chain(&gradient.bias).all(|x| x.is_finite()));
        let largest = norm.gain.fold(0.0_f64, |m, g| m.max(g.abs()));
        prop_assert!(dx.iter().all(|dx| dx.abs() <= 20.0 * largest / EPSILON.sqrt()));
    }

    #[test]
    fn the_gradient_of_the_input_sums_to_0_and_has_almost_no_part_along_n(
        t in 1_usize..6, c in 1_usize..40, epsilon in 0.0_f64..2.0, seed: u64,
    ) {
        let c = if epsilon < 1e-3 { c + 2 } else { c };
        let norm = drawn_norm(c, epsilon, seed);
        let x = tokens(t, c, seed);
        let dy = tokens(t, c, !seed);
        let (_, cache) = norm.forward(&x);
        let (dx, _) = norm.backward(cache, &dy);
        let lanes = x.lanes(Axis(2)).into_iter().zip(dy.lanes(Axis(2))).zip(dx.lanes(Axis(2)));
        for ((x, dy), dx) in lanes {
            let variance = x.var(0.0);
            let scale = 1.0 / (variance + epsilon).sqrt();
            let n = (&x - x.mean().expect("a channel")) * scale;
            let along_n = (&dy * &norm.gain).dot(&n);
            prop_assert!(dx.sum().abs() < 1e-11 * scale.max(1.0));
            // dx·n = scale · (dn·n) · ε/(variance + ε): 0 when ε is 0, as for any function
            // that does not feel the scale.
            let left = scale * along_n * epsilon / (variance + epsilon);
            prop_assert!((dx.dot(&n) - left).abs() < 1e-10 * scale.max(1.0));
        }
    }

    #[test]
    fn a_new_layer_norm_of_a_normalised_token_is_the_token(t in 1_usize..6, c in 2_usize..40, seed: u64) {
        let norm = LayerNorm { epsilon: 0.0, ..LayerNorm::new(c) };
        let (once, _) = norm.forward(&tokens(t, c, seed));
        assert_close(&norm.forward(&once).0, &once, 1e-11);
    }

    #[test]
    fn with_f_0_pre_norm_is_the_identity_and_so_is_its_gradient(t in 1_usize..6, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut block = drawn_block(c, NormPlace::Pre, &mut rng);
        block.inner.scale(0.0);
        let (x, dy) = (tokens(t, c, seed), tokens(t, c, !seed));
        let (y, cache) = block.forward(&x);
        let (dx, _) = block.backward(cache, &dy);
        // Not close: the same numbers.
        prop_assert_eq!(y, x);
        prop_assert_eq!(dx, dy);
    }

    #[test]
    fn with_f_0_post_norm_is_the_layer_norm(t in 1_usize..6, c in 1_usize..9, seed: u64) {
        let mut block = drawn_block(c, NormPlace::Post, &mut StdRng::seed_from_u64(seed));
        block.inner.scale(0.0);
        let (x, dy) = (tokens(t, c, seed), tokens(t, c, !seed));
        let (y, cache) = block.forward(&x);
        let (normal, norm_cache) = block.norm.forward(&x);
        prop_assert_eq!(y, normal);
        prop_assert_eq!(block.backward(cache, &dy).0, block.norm.backward(norm_cache, &dy).0);
    }

    #[test]
    fn the_straight_road_brings_dy_to_the_input_unchanged(t in 1_usize..6, c in 1_usize..9, seed: u64) {
        let block = drawn_block(c, NormPlace::Pre, &mut StdRng::seed_from_u64(seed));
        let (x, dy) = (tokens(t, c, seed), tokens(t, c, !seed));
        let (_, cache) = block.forward(&x);
        let (dx, _) = block.backward(cache, &dy);
        // The road through f alone: the layers one after another, with no sum.
        let (normal, norm_cache) = block.norm.forward(&x);
        let (_, inner_cache) = block.inner.forward(&normal);
        let through_f = block.norm.backward(norm_cache, &block.inner.backward(inner_cache, &dy).0).0;
        prop_assert_eq!(dx, through_f + dy);
    }

    #[test]
    fn forward_with_is_forward(t in 1_usize..6, c in 1_usize..9, pre: bool, seed: u64) {
        let place = if pre { NormPlace::Pre } else { NormPlace::Post };
        let block = drawn_block(c, place, &mut StdRng::seed_from_u64(seed));
        let x = tokens(t, c, seed);
        prop_assert_eq!(block.forward_with(&x, |x| block.inner.forward(x).0), block.forward(&x).0);
    }

    #[test]
    fn a_slice_of_a_wider_array_gives_the_same_bits(t in 1_usize..6, c in 1_usize..9, pre: bool, seed: u64) {
        let place = if pre { NormPlace::Pre } else { NormPlace::Post };
        let block = drawn_block(c, place, &mut StdRng::seed_from_u64(seed));
        let wide = tokens(t, 3 * c, seed);
        let x = wide.slice(s![.., .., c..2 * c]);
        let (y, cache) = block.forward(&x);
        let (own_y, own_cache) = block.forward(&x.to_owned());
        prop_assert_eq!(y, own_y);
        let dy = x.slice(s![.., ..;-1, ..]);
        prop_assert_eq!(block.backward(cache, &dy), block.backward(own_cache, &dy.to_owned()));
    }
}

#[test]
fn numbers_of_ten_thousand_are_no_trouble_in_f32() {
    // Squares of 1e8, their sum over 64 channels 6.4e9: far from the largest f32.
    let x =
        Array3::from_shape_fn(
            (1, 2, 64),
            |(_, t, c)| if (c + t) % 2 == 0 { 1e4_f32 } else { -1e4 },
        );
    let (y, cache) = LayerNorm::new(64).forward(&x);
    assert_eq!(y, &x / 1e4);
    let (dx, _) = LayerNorm::new(64)
        .backward(cache, &Array3::from_shape_fn(x.dim(), |(_, _, c)| c as f32));
    assert!(dx.iter().all(|dx| dx.is_finite()));
}

#[test]
fn denormal_numbers_are_no_trouble() {
    // Their squares are 0, and ε alone keeps the division finite.
    let x = Array3::from_shape_fn((1, 1, 8), |(_, _, c)| f32::from_bits(c as u32));
    let (y, cache) = LayerNorm::new(8).forward(&x);
    assert!(y.iter().all(|y| y.abs() < 1e-30));
    let (dx, _) = LayerNorm::new(8).backward(cache, &Array3::ones((1, 1, 8)));
    assert!(dx.iter().all(|&dx| dx == 0.0));
}

#[test]
fn the_names_of_the_parameters_put_the_norm_beside_the_layer() {
    let block = drawn_block(2, NormPlace::Pre, &mut StdRng::seed_from_u64(1));
    let names: Vec<String> = block.tensors().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["norm.gain", "norm.bias", "up.w", "up.b", "down.w", "down.b"]);
}

#[test]
fn a_new_norm_starts_as_the_bare_formula() {
    let norm: LayerNorm<f32> = LayerNorm::new(3);
    assert_eq!(
        (norm.gain, norm.bias, norm.epsilon),
        (Array1::ones(3), Array1::zeros(3), 1e-5)
    );
}

#[test]
#[should_panic(expected = "the channels of x (left) and of the gain (right)")]
fn a_gain_of_length_1_is_not_stretched() {
    LayerNorm::<f64>::new(1).forward(&Array3::zeros((1, 2, 4)));
}

#[test]
#[should_panic(expected = "the shapes of f(x) (left) and of x (right)")]
fn a_layer_that_narrows_its_input_has_no_residual() {
    let narrow: Linear<f64> = Linear {
        w: normal((4, 1), 1.0, &mut StdRng::seed_from_u64(1)),
        b: Array1::zeros(1),
    };
    Residual::new(narrow, 4, NormPlace::Pre).forward(&Array3::zeros((1, 2, 4)));
}
