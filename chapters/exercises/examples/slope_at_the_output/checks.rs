//! Both gradients against central differences of chapter 4's formula, for both activations.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient};
use feed_forward::Activation;
use ndarray::Array2;
use rand::rngs::StdRng;

use super::student::{Network, backward};

checks![
    with_relu_both_gradients_are_those_of_small_differences,
    with_gelu_the_inputs_gradient_is_that_of_small_differences,
    with_gelu_the_weights_gradient_is_that_of_small_differences,
];

fn with_relu_both_gradients_are_those_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(Activation::Relu, 0, "dx", rng)?;
    gradient(Activation::Relu, 1, "dw_1", rng)
}

fn with_gelu_the_inputs_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(Activation::Gelu, 0, "dx", rng)
}

fn with_gelu_the_weights_gradient_is_that_of_small_differences(
    rng: &mut StdRng,
) -> Verdict {
    gradient(Activation::Gelu, 1, "dw_1", rng)
}

/// The gradient of x (`which` = 0) or of W_1 (1).
fn gradient(activation: Activation, which: usize, what: &str, rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=3, rng, |n, rng| {
        let w_1 = normal((2, 4), rng);
        let network =
            Network { w_1, b_1: normal(4, rng), w_2: normal((4, 2), rng), activation };
        let (x, dy) = (away_from_corners(n, &network, rng), normal((n, 2), rng));
        let (dx, dw_1) = backward(&network, &x, &dy);
        let with = |factor: &dyn Fn(f64) -> f64| {
            let dh = dy.dot(&network.w_2.t()) * hidden(&network, &x).mapv(factor);
            if which == 0 { dh.dot(&network.w_1.t()) } else { x.t().dot(&dh) }
        };
        let mistakes = [
            (
                "it holds f'(z), the slope at f's output; the slope at its input h is needed",
                { with(&|h| activation.slope(activation.value(h))) },
            ),
            ("it holds f(h), the value, not the slope", with(&|h| activation.value(h))),
            ("the activation has no slope in it: dh is dz ∘ f'(h)", with(&|_| 1.0)),
            (
                "it holds ReLU's slope, whatever the activation is",
                with(&|h| Activation::Relu.slope(h)),
            ),
        ];
        let inputs = [x.clone(), network.w_1.clone()];
        let measured = differences(&inputs[which], |input| {
            let mut nudged = inputs.clone();
            nudged[which].assign(input);
            let h = nudged[0].dot(&nudged[1]) + &network.b_1;
            (h.mapv(|h| activation.value(h)).dot(&network.w_2) * &dy).sum()
        });
        same_gradient(
            &format!("with {activation:?}, {what}"),
            &[dx, dw_1][which],
            &measured,
            &mistakes,
        )
    })
}

/// Tokens at which no unit is near ReLU's corner, where small differences can't be trusted.
fn away_from_corners(n: usize, network: &Network, rng: &mut StdRng) -> Array2<f64> {
    loop {
        let x = normal((n, 2), rng);
        if hidden(network, &x).iter().all(|h| h.abs() > 1e-3) {
            return x;
        }
    }
}

fn hidden(network: &Network, x: &Array2<f64>) -> Array2<f64> {
    x.dot(&network.w_1) + &network.b_1
}
