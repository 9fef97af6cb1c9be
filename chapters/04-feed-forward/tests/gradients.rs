//! Every gradient against central differences, element by element, in `f64`.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, check_gradient, check_layer, normal};
use ndarray::{Array3, array};
use rand::{SeedableRng, rngs::StdRng};

/// A network with biases drawn too, or a wrong one could hide at 0, and an input for it.
fn draw(
    c: usize,
    activation: Activation,
    rng: &mut StdRng,
) -> (FeedForward<f64>, Array3<f64>) {
    let mut layer = FeedForward::new(c, activation, rng);
    layer.up.b = normal(4 * c, 0.3, rng);
    layer.down.b = normal(c, 0.3, rng);
    (layer, normal((2, 5, c), 1.0, rng))
}

/// The input and all four parameter tensors.
fn check(layer: &FeedForward<f64>, x: &Array3<f64>, rng: &mut StdRng) {
    let check = check_layer(layer, x, rng);
    assert_eq!(
        check.checked,
        2 * 5 * 3 + (3 * 12 + 12) + (12 * 3 + 3),
        "every element of x and of the parameters"
    );
    check.assert_below(1e-8);
}

#[test]
fn the_layer_with_relu() {
    // At ReLU's corner a central difference says ½ and means nothing. This seed keeps all
    // 120 hidden values a thousandth away from it, a hundred times further than the check
    // nudges.
    let mut rng = StdRng::seed_from_u64(1);
    let (layer, x) = draw(3, Activation::Relu, &mut rng);
    let (hidden, _) = layer.up.forward(&x);
    assert!(
        hidden.iter().all(|h| h.abs() > 1e-3),
        "a hidden value lies at the corner: choose another seed"
    );
    assert!(
        hidden.iter().any(|&h| h > 0.0) && hidden.iter().any(|&h| h < 0.0),
        "both sides are checked"
    );
    check(&layer, &x, &mut rng);
}

#[test]
fn the_layer_with_gelu() {
    let mut rng = StdRng::seed_from_u64(2);
    let (layer, x) = draw(3, Activation::Gelu, &mut rng);
    check(&layer, &x, &mut rng);
}

/// The activation alone, where it bends most and far away from there.
#[test]
fn the_activations_alone() {
    let x = array![[
        [-30.0, -6.0, -3.0, -1.4],
        [-0.75, -0.1, -0.01, 0.01],
        [0.1, 0.75, 1.4, 30.0]
    ]];
    let r: Array3<f64> = normal(x.raw_dim(), 1.0, &mut StdRng::seed_from_u64(3));
    for activation in [Activation::Relu, Activation::Gelu] {
        let dx = activation.backward(&x, &r);
        check_gradient("x", &x, &dx, |x| (activation.forward(x) * &r).sum())
            .assert_below(1e-8);
    }
    let x = array![[[0.0]]]; // GELU has no corner
    let dx = Activation::Gelu.backward(&x, &array![[[1.0]]]);
    check_gradient("x", &x, &dx, |x| Activation::Gelu.forward(x).sum()).assert_below(1e-8);
}
