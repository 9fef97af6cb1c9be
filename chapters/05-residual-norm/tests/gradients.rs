//! Every gradient against central differences, element by element, in `f64`.

use feed_forward::{Activation, FeedForward};
use foundations::{GradientCheck, Layer, Linear, check_layer, normal};
use ndarray::{Array3, array};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{LayerNorm, NormPlace, Residual};

/// A layer norm whose gain and bias are drawn: at 1 and 0 a missing factor could hide.
fn drawn_norm(c: usize, epsilon: f64, rng: &mut StdRng) -> LayerNorm<f64> {
    LayerNorm { gain: 1.0 + normal(c, 0.3, rng), bias: normal(c, 0.3, rng), epsilon }
}

/// The input, the gain and the bias of a layer norm, for inputs of the given size.
fn check_norm(batch: usize, t: usize, c: usize, size: f64, epsilon: f64) -> GradientCheck {
    let mut rng = StdRng::seed_from_u64(5);
    let norm = drawn_norm(c, epsilon, &mut rng);
    let x: Array3<f64> = normal((batch, t, c), size, &mut rng);
    let check = check_layer(&norm, &x, &mut rng);
    assert_eq!(check.checked, batch * t * c + 2 * c, "every element of x, gain and bias");
    check
}

#[test]
fn layer_norm() {
    check_norm(2, 3, 6, 1.0, 1e-5).assert_below(1e-8);
}

#[test]
fn layer_norm_with_an_epsilon_that_counts() {
    check_norm(2, 3, 6, 1.0, 0.5).assert_below(1e-8);
}

#[test]
fn layer_norm_of_large_inputs() {
    check_norm(1, 2, 8, 100.0, 1e-5).assert_below(1e-8);
}

#[test]
fn layer_norm_of_two_channels() {
    // Two channels come out at ±1 whatever they are, ε aside: a large ε leaves a slope to
    // check.
    check_norm(2, 3, 2, 1.0, 0.5).assert_below(1e-8);
}

#[test]
fn layer_norm_of_one_channel_passes_nothing_back() {
    // One channel is its own mean: n = 0, y is the bias, and x and the gain have the
    // gradient 0, exactly.
    check_norm(2, 3, 1, 1.0, 1e-5).assert_below(1e-8);
    let norm = drawn_norm(1, 1e-5, &mut StdRng::seed_from_u64(6));
    let (_, cache) = norm.forward(&array![[[3.0], [-7.0]]]);
    let (dx, gradient) = norm.backward(cache, &array![[[2.0], [5.0]]]);
    assert_eq!(dx, array![[[0.0], [0.0]]]);
    assert_eq!(gradient.gain, array![0.0]);
    assert_eq!(gradient.bias, array![7.0]);
}

#[test]
fn layer_norm_of_a_constant_vector() {
    // At variance 0 the slope is 1/√ε; an ε of 0.1 keeps the curve flat enough for central
    // differences.
    let mut rng = StdRng::seed_from_u64(7);
    let norm = drawn_norm(5, 0.1, &mut rng);
    check_layer(&norm, &Array3::from_elem((2, 2, 5), 3.0), &mut rng).assert_below(1e-8);
}

/// The input and all six tensors of a residual connection around a feed-forward network.
fn check_residual(place: NormPlace, activation: Activation) {
    let mut rng = StdRng::seed_from_u64(8);
    let mut inner: FeedForward<f64> = FeedForward::new(4, activation, &mut rng);
    inner.up.b = normal(16, 0.3, &mut rng);
    inner.down.b = normal(4, 0.3, &mut rng);
    let block = Residual { norm: drawn_norm(4, 1e-5, &mut rng), inner, place };
    let x: Array3<f64> = normal((2, 3, 4), 1.0, &mut rng);
    let check = check_layer(&block, &x, &mut rng);
    assert_eq!(
        check.checked,
        2 * 3 * 4 + 2 * 4 + (4 * 16 + 16) + (16 * 4 + 4),
        "every element of x and θ"
    );
    check.assert_below(1e-8);
}

#[test]
fn pre_norm_around_a_feed_forward_network() {
    check_residual(NormPlace::Pre, Activation::Relu);
    check_residual(NormPlace::Pre, Activation::Gelu);
}

#[test]
fn post_norm_around_a_feed_forward_network() {
    check_residual(NormPlace::Post, Activation::Relu);
    check_residual(NormPlace::Post, Activation::Gelu);
}

#[test]
fn a_residual_inside_a_residual() {
    let mut rng = StdRng::seed_from_u64(9);
    for (outer, inner) in
        [(NormPlace::Pre, NormPlace::Post), (NormPlace::Post, NormPlace::Pre)]
    {
        let linear: Linear<f64> = Linear::new(4, 4, 0.5, &mut rng);
        let small =
            Residual { norm: drawn_norm(4, 1e-5, &mut rng), inner: linear, place: inner };
        let block =
            Residual { norm: drawn_norm(4, 1e-5, &mut rng), inner: small, place: outer };
        check_layer(&block, &normal((2, 2, 4), 1.0, &mut rng), &mut rng).assert_below(1e-8);
    }
}
