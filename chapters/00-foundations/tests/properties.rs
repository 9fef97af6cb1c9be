//! The laws of chapter 0, each one a sentence of its page.

use approx::assert_abs_diff_eq;
use foundations::{Layer, Linear, Params, normal, params, rows, softmax, softmax_backward};
use ndarray::{Array1, Array2, Array3, Axis, array, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// A linear layer with a bias that is not 0, and a batch for it.
fn layer_and_batch(
    batch: usize,
    tokens: usize,
    seed: u64,
) -> (Linear<f64>, Array3<f64>, StdRng) {
    let mut rng = StdRng::seed_from_u64(seed);
    let layer = Linear { w: normal((5, 4), 0.3, &mut rng), b: normal(4, 0.3, &mut rng) };
    let x = normal((batch, tokens, 5), 1.0, &mut rng);
    (layer, x, rng)
}

proptest! {
    #[test]
    fn softmax_rows_are_not_negative_and_sum_to_one(
        n in 1..5_usize, k in 1..40_usize, std in 0.0..100.0, seed: u64,
    ) {
        let p = softmax(&normal::<f64, _, _>((n, k), std, &mut StdRng::seed_from_u64(seed)));
        prop_assert!(p.iter().all(|&p| p >= 0.0));
        assert_abs_diff_eq!(p.sum_axis(Axis(1)), Array1::ones(n), epsilon = 1e-14 * k as f64);
    }

    #[test]
    fn softmax_does_not_feel_a_shift(k in 1..20_usize, shift in -1e3..1e3, seed: u64) {
        let scores: Array2<f64> = normal((1, k), 3.0, &mut StdRng::seed_from_u64(seed));
        for c in [shift, -1e3, 1e3] {
            // s + c is rounded, by at most half of ε·|s + c|: that much the scores may
            // differ.
            let rounding = 1e3 * f64::EPSILON;
            assert_abs_diff_eq!(softmax(&(&scores + c)), softmax(&scores), epsilon = 4.0 * rounding);
        }
    }

    #[test]
    fn softmax_keeps_the_order_of_the_scores(k in 2..20_usize, seed: u64) {
        let scores: Array2<f64> = normal((1, k), 3.0, &mut StdRng::seed_from_u64(seed));
        let p = softmax(&scores);
        for (i, j) in (0..k).flat_map(|i| (0..k).map(move |j| (i, j))) {
            prop_assert_eq!(scores[[0, i]] < scores[[0, j]], p[[0, i]] < p[[0, j]]);
        }
    }

    #[test]
    fn the_softmax_gradient_sums_to_zero(k in 1..20_usize, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let p = softmax(&normal::<f64, _, _>((1, k), 2.0, &mut rng));
        let ds = softmax_backward(&p.row(0), &normal(k, 1.0, &mut rng));
        assert_abs_diff_eq!(ds.sum(), 0.0, epsilon = 1e-14 * k as f64);
    }

    #[test]
    fn a_linear_layer_treats_every_token_alone(tokens in 1..8_usize, seed: u64) {
        let (layer, x, mut rng) = layer_and_batch(2, tokens, seed);
        let mut order: Vec<usize> = (0..tokens).collect();
        order.shuffle(&mut rng);
        let (y, _) = layer.forward(&x);
        let (y_of_shuffled, _) = layer.forward(&x.select(Axis(1), &order));
        assert_abs_diff_eq!(y_of_shuffled, y.select(Axis(1), &order), epsilon = 1e-14);
    }

    #[test]
    fn a_linear_layer_without_its_bias_is_linear(alpha in -5.0..5.0, beta in -5.0..5.0, seed: u64) {
        let (mut layer, x, mut rng) = layer_and_batch(2, 3, seed);
        layer.b.fill(0.0);
        let z = normal(x.raw_dim(), 1.0, &mut rng);
        let f = |x: &Array3<f64>| layer.forward(x).0;
        assert_abs_diff_eq!(f(&(alpha * &x + beta * &z)), alpha * f(&x) + beta * f(&z), epsilon = 1e-12);
    }

    #[test]
    fn the_gradient_of_a_batch_is_the_sum_of_the_gradients(batch in 2..6_usize, seed: u64) {
        let (layer, x, mut rng) = layer_and_batch(batch, 3, seed);
        let (y, cache) = layer.forward(&x);
        let dy: Array3<f64> = normal(y.raw_dim(), 1.0, &mut rng);
        let (dx, gradient) = layer.backward(cache, &dy);

        let mut sum = layer.zeros_like();
        for n in 0..batch {
            let one = s![n..=n, .., ..];
            let (_, cache) = layer.forward(&x.slice(one));
            let (dx_of_one, gradient_of_one) = layer.backward(cache, &dy.slice(one));
            assert_abs_diff_eq!(dx_of_one, dx.slice(one), epsilon = 1e-12);
            sum.accumulate(&gradient_of_one);
        }
        assert_abs_diff_eq!(gradient.w, sum.w, epsilon = 1e-12);
        assert_abs_diff_eq!(gradient.b, sum.b, epsilon = 1e-12);
    }
}

#[test]
fn big_scores_stay_finite() {
    assert_eq!(softmax(&array![[1e4_f64, -1e4, 0.0]]), array![[1.0, 0.0, 0.0]]);
    assert_eq!(softmax(&array![[1e4_f32, -1e4, 0.0]]), array![[1.0, 0.0, 0.0]]);
    assert_eq!(
        softmax(&array![[1e4_f64, 1e4], [-1e4, -1e4]]),
        array![[0.5, 0.5], [0.5, 0.5]]
    );
}

/// A model with every kind of branch: a struct, a list, a part that may be missing.
#[derive(Clone, Debug, PartialEq)]
struct Tree<F> {
    scale: Array1<F>,
    layers: Vec<Linear<F>>,
    head: Option<Linear<F>>,
}

params!(Tree { scale, layers, head });

fn tree() -> Tree<f64> {
    let linear = |w: f64| Linear { w: array![[w, 2.0 * w]], b: array![w, -w] };
    Tree {
        scale: array![7.0],
        layers: vec![linear(1.0), linear(2.0)],
        head: Some(linear(3.0)),
    }
}

fn names(tree: &Tree<f64>) -> Vec<String> {
    tree.tensors().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn parameters_are_visited_by_name_in_one_order() {
    let mut tree = tree();
    let all = [
        "scale",
        "layers.0.w",
        "layers.0.b",
        "layers.1.w",
        "layers.1.b",
        "head.w",
        "head.b",
    ];
    assert_eq!(names(&tree), all);
    let to_change: Vec<String> =
        tree.tensors_mut().into_iter().map(|(name, _)| name).collect();
    assert_eq!(to_change, all);
    assert_eq!(tree.parameter_count(), 1 + 3 * 4);

    tree.head = None;
    assert_eq!(names(&tree), all[..5]);
}

#[test]
fn a_gradient_is_a_model_that_adds_and_scales() {
    let mut sum = tree().zeros_like();
    assert_eq!(names(&sum), names(&tree()));
    assert!(sum.tensors().iter().all(|(_, tensor)| tensor.iter().all(|&x| x == 0.0)));

    sum.accumulate(&tree());
    assert_eq!(sum, tree());
    sum.accumulate(&tree());
    sum.scale(0.5);
    assert_eq!(sum, tree());
}

#[test]
#[should_panic(expected = "different tensors")]
fn a_missing_part_is_not_added() {
    tree().accumulate(&Tree { head: None, ..tree() });
}

#[test]
#[should_panic(expected = "different tensors")]
fn a_tensor_of_another_size_is_not_stretched_to_fit() {
    let mut three = Linear { w: Array2::<f64>::zeros((1, 3)), b: Array1::zeros(3) };
    three.accumulate(&Linear { w: array![[1.0]], b: array![1.0] });
}

#[test]
fn a_seed_means_the_same_numbers() {
    let draw = |seed| normal::<f64, _, _>(1000, 2.0, &mut StdRng::seed_from_u64(seed));
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
    // The standard deviation of 1000 draws is known to 1/√2000, about 2 %.
    assert!((draw(5).std(0.0) / 2.0 - 1.0).abs() < 0.1);
    assert!(draw(5).mean().unwrap().abs() < 0.2);
}

/// A batch can lie channel by channel, as a selection or a transpose leaves it. The rows
/// never do.
#[test]
fn rows_lie_in_order_whatever_the_layout_of_the_batch() {
    let x = Array3::from_shape_fn((2, 1, 3), |(b, _, c)| (10 * b + c) as f64);
    let by_channel = x.select(Axis(2), &[2, 0, 1]);
    assert!(!by_channel.is_standard_layout(), "the case that this test is about");
    let rows = rows(&by_channel);
    assert!(rows.is_standard_layout());
    assert_eq!(rows, array![[2.0, 0.0, 1.0], [12.0, 10.0, 11.0]]);
}
