//! The laws of the feed-forward network, each under the name that the book gives it.

use Activation::{Gelu, Relu};
use attention::Mask;
use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear, Params, normal};
use multi_head::MultiHead;
use ndarray::{Array1, Array2, Array3, ArrayRef3, Axis, array, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Every number of `actual` is within `tolerance` of the one of `expected`.
fn assert_close(actual: &ArrayRef3<f64>, expected: &ArrayRef3<f64>, tolerance: f64) {
    assert_eq!(actual.dim(), expected.dim());
    for ((at, &x), &y) in actual.indexed_iter().zip(expected) {
        assert!((x - y).abs() <= tolerance * y.abs().max(1.0), "{x} is not {y}, at {at:?}");
    }
}

/// A network with biases drawn too.
fn draw(
    c: usize,
    hidden: usize,
    activation: Activation,
    rng: &mut StdRng,
) -> FeedForward<f64> {
    let mut linear = |c_in, c_out| Linear {
        w: normal((c_in, c_out), 1.0, rng),
        b: normal(c_out, 1.0, rng),
    };
    FeedForward { up: linear(c, hidden), down: linear(hidden, c), activation }
}

/// The numbers 0..n in an order drawn from a seed.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

/// One of the two, drawn.
fn activation() -> impl Strategy<Value = Activation> {
    prop_oneof![Just(Relu), Just(Gelu)]
}

proptest! {
    #[test]
    fn shuffled_tokens_give_the_same_rows_shuffled(
        t in 1_usize..20, c in 1_usize..9, activation in activation(), seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer = draw(c, 4 * c, activation, &mut rng);
        let x: Array3<f64> = normal((2, t, c), 1.0, &mut rng);
        let order = shuffled(t, seed);
        // Not close: the same bits.
        prop_assert_eq!(
            layer.forward(&x.select(Axis(1), &order)).0,
            layer.forward(&x).0.select(Axis(1), &order)
        );
    }

    #[test]
    fn a_changed_token_changes_its_own_row_only(
        t in 1_usize..20, c in 1_usize..9, at in 0_usize..19, activation in activation(), seed: u64,
    ) {
        let at = at.min(t - 1);
        let mut rng = StdRng::seed_from_u64(seed);
        let layer = draw(c, 4 * c, activation, &mut rng);
        let mut x: Array3<f64> = normal((1, t, c), 1.0, &mut rng);
        let y = layer.forward(&x).0;
        x.slice_mut(s![0, at, ..]).mapv_inplace(|x| 3.0 - 2.0 * x);
        let changed = layer.forward(&x).0;
        prop_assert_eq!(y.slice(s![.., ..at, ..]), changed.slice(s![.., ..at, ..]));
        prop_assert_eq!(y.slice(s![.., at + 1.., ..]), changed.slice(s![.., at + 1.., ..]));
    }

    #[test]
    fn a_token_gets_gradient_from_its_own_row_only(
        t in 1_usize..20, c in 1_usize..9, at in 0_usize..19, activation in activation(), seed: u64,
    ) {
        let at = at.min(t - 1);
        let mut rng = StdRng::seed_from_u64(seed);
        let layer = draw(c, 4 * c, activation, &mut rng);
        let (y, cache) = layer.forward(&normal((1, t, c), 1.0, &mut rng));
        let mut dy = Array3::zeros(y.raw_dim());
        dy.slice_mut(s![0, at, ..]).fill(1.0);
        let (dx, _) = layer.backward(cache, &dy);
        for (row, dx) in dx.index_axis(Axis(0), 0).rows().into_iter().enumerate() {
            prop_assert!(row == at || dx.iter().all(|&dx| dx == 0.0), "row {} has {}", row, dx);
        }
    }

    #[test]
    fn without_an_activation_two_linear_layers_are_one(
        t in 1_usize..9, c in 1_usize..9, hidden in 1_usize..30, seed: u64,
    ) {
        // Whole numbers, so that nothing is rounded and "are one" can mean the same bits.
        let mut rng = StdRng::seed_from_u64(seed);
        let FeedForward { mut up, mut down, .. } = draw(c, hidden, Relu, &mut rng);
        for (_, mut tensor) in up.tensors_mut().into_iter().chain(down.tensors_mut()) {
            tensor.mapv_inplace(|w| (3.0 * w).round());
        }
        let x = normal((1, t, c), 3.0, &mut rng).mapv(f64::round);

        let one = Linear { w: up.w.dot(&down.w), b: up.b.dot(&down.w) + &down.b };
        let (hidden, _) = up.forward(&x);
        prop_assert_eq!(down.forward(&hidden).0, one.forward(&x).0);
    }

    #[test]
    fn without_biases_relu_networks_scale_with_their_input(
        t in 1_usize..9, c in 1_usize..9, factor in 1e-3_f64..1e3, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer: FeedForward<f64> = FeedForward::new(c, Relu, &mut rng); // biases 0
        let x: Array3<f64> = normal((1, t, c), 1.0, &mut rng);
        let scaled = layer.forward(&(factor * &x)).0;
        assert_close(&(scaled / factor), &layer.forward(&x).0, 1e-12);
    }

    #[test]
    fn a_relu_unit_can_be_scaled_up_before_and_down_after(
        t in 1_usize..9, c in 1_usize..9, power in -9_i32..10, seed: u64,
    ) {
        // A power of two, so that nothing is rounded.
        let factor = 2_f64.powi(power);
        let mut rng = StdRng::seed_from_u64(seed);
        let mut layer = draw(c, 4 * c, Relu, &mut rng);
        let x: Array3<f64> = normal((1, t, c), 1.0, &mut rng);
        let y = layer.forward(&x).0;
        layer.up.w.column_mut(1).mapv_inplace(|w| factor * w);
        layer.up.b[1] *= factor;
        layer.down.w.row_mut(1).mapv_inplace(|w| w / factor);
        prop_assert_eq!(layer.forward(&x).0, y);
    }

    #[test]
    fn the_order_of_the_hidden_units_does_not_matter(
        t in 1_usize..9, c in 1_usize..9, hidden in 1_usize..30, activation in activation(), seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer = draw(c, hidden, activation, &mut rng);
        let x: Array3<f64> = normal((1, t, c), 1.0, &mut rng);
        let order = shuffled(hidden, seed);
        let moved = FeedForward {
            up: Linear { w: layer.up.w.select(Axis(1), &order), b: layer.up.b.select(Axis(0), &order) },
            down: Linear { w: layer.down.w.select(Axis(0), &order), b: layer.down.b.clone() },
            activation,
        };
        assert_close(&moved.forward(&x).0, &layer.forward(&x).0, 1e-12);
    }

    #[test]
    fn between_two_kinks_a_relu_network_is_a_straight_line(hidden in 1_usize..20, seed: u64) {
        let layer = draw(1, hidden, Relu, &mut StdRng::seed_from_u64(seed));
        let mut kinks: Vec<f64> = (0..hidden).map(|i| -layer.up.b[i] / layer.up.w[[0, i]]).collect();
        kinks.sort_by(f64::total_cmp);
        for pair in kinks.windows(2) {
            let y = Array1::linspace(pair[0], pair[1], 9).mapv(|x| layer.forward(&array![[[x]]]).0[[0, 0, 0]]);
            let size = y.fold(1.0, |m: f64, y| m.max(y.abs())) + hidden as f64 * pair[1].abs().max(pair[0].abs());
            for i in 1..8 {
                let bend = (y[i - 1] + y[i + 1]) / 2.0 - y[i];
                prop_assert!(bend.abs() < 1e-13 * size, "bends by {} between {:?}", bend, pair);
            }
        }
    }

    #[test]
    fn a_dead_unit_has_gradient_exactly_zero(t in 1_usize..9, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut layer = draw(c, 4 * c, Relu, &mut rng);
        layer.up.b[1] = -1e3; // no token reaches it
        let (y, cache) = layer.forward(&normal((2, t, c), 1.0, &mut rng));
        let (_, gradient) = layer.backward(cache, &normal(y.raw_dim(), 1.0, &mut rng));
        prop_assert!(gradient.up.w.column(1).iter().all(|&dw| dw == 0.0));
        prop_assert_eq!(gradient.up.b[1], 0.0);
        prop_assert!(gradient.down.w.row(1).iter().all(|&dw| dw == 0.0));
    }

    #[test]
    fn value_minus_mirrored_value_is_x(x in -20.0_f64..20.0) {
        prop_assert_eq!(Relu.value(x) - Relu.value(-x), x);
        prop_assert!((Gelu.value(x) - Gelu.value(-x) - x).abs() <= 1e-15 * x.abs());
        // So the slopes at x and −x sum to 1.
        prop_assert_eq!(Relu.slope(x) + Relu.slope(-x), 1.0);
        prop_assert!((Gelu.slope(x) + Gelu.slope(-x) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn gelu_tends_to_relu(x in 6.0_f64..1e4) {
        prop_assert!((Gelu.value(x) - x).abs() < 1e-9);
        prop_assert!(Gelu.value(-x).abs() < 1e-9);
        prop_assert!((Gelu.slope(x) - 1.0).abs() < 1e-8 && Gelu.slope(-x).abs() < 1e-8);
    }
}

#[test]
fn gelu_stays_within_017_of_relu() {
    let distance = |x: f64| (Gelu.value(x) - Relu.value(x)).abs();
    let furthest =
        Array1::linspace(-10.0, 10.0, 200_001).fold(0.0, |m: f64, &x| m.max(distance(x)));
    assert!((0.17003..0.17005).contains(&furthest), "{furthest}");
    assert!(
        (distance(0.7525) - furthest).abs() < 1e-8
            && (distance(-0.7525) - furthest).abs() < 1e-8
    );
}

#[test]
fn extremes_are_finite() {
    for activation in [Relu, Gelu] {
        assert_eq!((activation.value(1e4), activation.slope(1e4)), (1e4, 1.0));
        assert_eq!((activation.value(-1e4), activation.slope(-1e4)), (0.0, 0.0));
        for x in [-1e12_f32, -1e-30, 1e-30, 1e12] {
            assert!(
                activation.value(x).is_finite() && activation.slope(x).is_finite(),
                "{activation:?} at {x}"
            );
        }
    }
}

#[test]
fn at_its_corner_relu_has_the_slope_0() {
    assert_eq!((Relu.value(0.0), Relu.slope(0.0), Relu.slope(-0.0)), (0.0, 0.0, 0.0));
    assert_eq!((Relu.slope(f64::MIN_POSITIVE), Relu.slope(-f64::MIN_POSITIVE)), (1.0, 0.0));
}

#[test]
fn a_nan_is_not_hidden() {
    for activation in [Relu, Gelu] {
        assert!(activation.value(f64::NAN).is_nan(), "{activation:?}");
    }
    assert!(Gelu.slope(f64::NAN).is_nan());
}

#[test]
fn a_new_network_keeps_the_size_of_a_vector() {
    // ReLU halves the mean square, and the factor √2 in the weights going up makes up for
    // it.
    let mut rng = StdRng::seed_from_u64(1);
    let x: Array3<f64> = normal((1, 300, 64), 1.0, &mut rng);
    let layer = FeedForward::new(64, Relu, &mut rng);
    let mean_square = |x: &Array3<f64>| x.pow2().mean().expect("numbers");
    let ratio = mean_square(&layer.forward(&x).0) / mean_square(&x);
    assert!((0.9..1.1).contains(&ratio), "{ratio}");
}

#[test]
fn two_thirds_of_a_blocks_weights() {
    let mut rng = StdRng::seed_from_u64(1);
    for c in [1, 8, 48] {
        let network: FeedForward<f32> = FeedForward::new(c, Relu, &mut rng);
        let attention: MultiHead<f32> = MultiHead::new(c, 1, Mask::Causal, &mut rng);
        assert_eq!(network.parameter_count(), 8 * c * c + 5 * c);
        assert_eq!(attention.parameter_count(), 4 * c * c + 4 * c);
    }
}

#[test]
#[should_panic(expected = "differ in shape")]
fn a_gradient_of_another_shape_is_refused() {
    Relu.backward(&Array3::<f64>::zeros((1, 2, 3)), &Array3::zeros((1, 3, 3)));
}

#[test]
fn the_mask_of_a_relu_is_the_pattern_of_its_forward() {
    let x = Array2::from_shape_fn((4, 5), |(i, j)| (i as f64 - 1.5) * (j as f64 - 2.0))
        .insert_axis(Axis(0));
    let dx = Relu.backward(&x, &Array3::ones(x.raw_dim()));
    assert_eq!(dx, Relu.forward(&x).mapv(|y| if y > 0.0 { 1.0 } else { 0.0 }));
}
