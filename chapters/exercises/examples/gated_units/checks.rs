//! The forward against the formula, the backward against central differences of it.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array2, array};
use rand::rngs::StdRng;

use super::student::{gated, gated_backward};

checks![
    one_unit_by_hand,
    any_units_on_any_tokens,
    the_gradient_of_the_values_weight_is_that_of_small_differences,
    the_gradient_of_the_gates_weight_is_that_of_small_differences,
    the_gradient_of_the_input_is_that_of_small_differences,
];

fn one_unit_by_hand(_: &mut StdRng) -> Verdict {
    let (g, u) = (2.0, 3.0);
    let mistakes = [
        ("the gate is σ(g) alone; swish is g·σ(g)", array![[sigmoid(g) * u]]),
        ("the two are exchanged: the gate is x·W", array![[swish(u) * g]]),
        ("both are bent; u stays as it is", array![[swish(g) * swish(u)]]),
        ("the gate does not gate: multiply by u", array![[swish(g)]]),
        (
            "swish(g) = g·σ(g), and σ(g) = 1 / (1 + exp(-g)): there is a minus in it",
            array![[g * sigmoid(-g) * u]],
        ),
    ];
    let got = gated(&array![[1.0]], &array![[g]], &array![[u]]);
    same_or("with g = 2 and u = 3, h", &got, &array![[swish(g) * u]], &mistakes)
}

fn any_units_on_any_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let [x, w, v] = inputs(n, rng);
        let swapped = forward(&[x.clone(), v.clone(), w.clone()]);
        let mistakes = [("the two are exchanged: the gate is x·W", swapped)];
        same_or("h", &gated(&x, &w, &v), &forward(&[x, w, v]), &mistakes)
    })
}

fn the_gradient_of_the_values_weight_is_that_of_small_differences(
    rng: &mut StdRng,
) -> Verdict {
    gradient(2, "dv", rng, |x, w, _, dh| {
        vec![("the gate is missing from du: it is dh ∘ swish(g)", x.t().dot(dh)), {
            let gate = x.dot(w).mapv(sigmoid);
            ("du is dh ∘ swish(g), not dh ∘ σ(g)", x.t().dot(&(dh * &gate)))
        }]
    })
}

fn the_gradient_of_the_gates_weight_is_that_of_small_differences(
    rng: &mut StdRng,
) -> Verdict {
    gradient(1, "dw", rng, |x, w, v, dh| {
        let (g, u) = (x.dot(w), x.dot(v));
        let of_sigmoid = g.mapv(|g| sigmoid(g) * sigmoid(-g));
        let held = g.mapv(sigmoid);
        vec![
            (
                "that is with the slope of σ; swish(g) = g·σ(g) is a product, and has two terms",
                x.t().dot(&(dh * &u * of_sigmoid)),
            ),
            (
                "σ(g) was held constant: swish(g) = g·σ(g) is a product, and has two terms",
                x.t().dot(&(dh * &u * held)),
            ),
            (
                "the value u is missing from dg: it is dh ∘ u ∘ swish'(g)",
                x.t().dot(&(dh * g.mapv(slope))),
            ),
        ]
    })
}

fn the_gradient_of_the_input_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(0, "dx", rng, |x, w, v, dh| {
        let (g, u) = (x.dot(w), x.dot(v));
        let by_gates = (dh * &u * g.mapv(slope)).dot(&w.t());
        let by_values = (dh * g.mapv(swish)).dot(&v.t());
        vec![
            (
                "that is the way through the gates alone; x goes into the values too",
                by_gates,
            ),
            (
                "that is the way through the values alone; x goes into the gates too",
                by_values,
            ),
        ]
    })
}

/// The gradient of input number `which` (x, w or v), and what the known mistakes give for
/// it.
fn gradient(
    which: usize,
    what: &str,
    rng: &mut StdRng,
    mistakes: impl Fn(
        &Array2<f64>,
        &Array2<f64>,
        &Array2<f64>,
        &Array2<f64>,
    ) -> Vec<(&'static str, Array2<f64>)>,
) -> Verdict {
    for_sizes("N", 1..=3, rng, |n, rng| {
        let inputs = inputs(n, rng);
        let [x, w, v] = &inputs;
        let dh = normal((n, v.ncols()), rng);
        let (dx, dw, dv) = gated_backward(x, w, v, &dh);
        let measured = differences(&inputs[which], |input| {
            let mut nudged = inputs.clone();
            nudged[which].assign(input);
            (forward(&nudged) * &dh).sum()
        });
        same_gradient(what, &[dx, dw, dv][which], &measured, &mistakes(x, w, v, &dh))
    })
}

/// x (N, 2), w and v (2, 3).
fn inputs(n: usize, rng: &mut StdRng) -> [Array2<f64>; 3] {
    [normal((n, 2), rng), normal((2, 3), rng), normal((2, 3), rng)]
}

fn forward([x, w, v]: &[Array2<f64>; 3]) -> Array2<f64> {
    x.dot(w).mapv(swish) * x.dot(v)
}

fn swish(g: f64) -> f64 {
    g * sigmoid(g)
}

fn slope(g: f64) -> f64 {
    sigmoid(g) * (1.0 + g * sigmoid(-g))
}

fn sigmoid(g: f64) -> f64 {
    1.0 / (1.0 + (-g).exp())
}
