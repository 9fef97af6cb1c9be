//! RMSNorm against its formula, and its gradients against the whole matrix of slopes.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use foundations::Layer;
use ndarray::{Array1, Array2, Axis, array};
use rand::rngs::StdRng;
use residual_norm::LayerNorm;

use super::student::{rms_norm, rms_norm_backward};

checks![
    a_token_is_divided_by_its_root_mean_square,
    epsilon_stands_under_the_root,
    every_channel_has_its_own_gain,
    the_gains_gradient_is_summed_over_the_tokens,
    the_inputs_gradient_takes_both_roads,
];

const EPSILON: f64 = 0.1;

fn a_token_is_divided_by_its_root_mean_square(_: &mut StdRng) -> Verdict {
    let x = array![[1.0, 7.0], [-7.0, 1.0]]; // the mean of 1 and 49 is 25
    let mistakes = [
        (
            "this is layer normalisation: here no mean is subtracted",
            array![[-1.0, 1.0], [-1.0, 1.0]],
        ),
        (
            "it is divided by the length of the token: take the mean of the squares, not their sum",
            &x / 50_f64.sqrt(),
        ),
        ("it is divided by the mean square: the root is missing", &x / 25.0),
        ("it is multiplied by the root mean square where it should be divided", &x * 5.0),
    ];
    same_or(
        "the rows 1, 7 and −7, 1 with gain 1 and ε = 0: y",
        &rms_norm(&x, &Array1::ones(2), 0.0),
        &(&x / 5.0),
        &mistakes,
    )
}

fn epsilon_stands_under_the_root(_: &mut StdRng) -> Verdict {
    let x = array![[0.6, 0.8], [0.0, 0.0]]; // the mean square of the first is ½
    let outside = &x / (0.5_f64.sqrt() + 0.5);
    let mistakes = [
        ("ε is added to the root; it belongs under it, to the mean square", outside),
        ("ε is divided by C: add it to the mean, not to the sum", &x / 0.75_f64.sqrt()),
        ("ε is multiplied by C: add it once, to the mean", &x / 1.5_f64.sqrt()),
    ];
    let got = rms_norm(&x, &Array1::ones(2), 0.5);
    same_or("the rows 0.6, 0.8 and 0, 0 with ε = ½: y", &got, &x, &mistakes)
}

fn every_channel_has_its_own_gain(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=5, rng, |c, rng| {
        let (x, gain): (Array2<f64>, Array1<f64>) = (normal((3, c), rng), normal(c, rng));
        let n = normalised(&x);
        let mistakes = [
            ("the gain is missing", n.clone()),
            ("the gain is added; multiply by it", &n + &gain),
        ];
        same_or("y", &rms_norm(&x, &gain, EPSILON), &(&n * &gain), &mistakes)
    })
}

fn the_gains_gradient_is_summed_over_the_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (x, gain, dy): (Array2<f64>, Array1<f64>, Array2<f64>) =
            (normal((t, 3), rng), normal(3, rng), normal((t, 3), rng));
        let (_, got) = rms_norm_backward(&x, &gain, EPSILON, &dy);
        let right = (&dy * &normalised(&x)).sum_axis(Axis(0));
        let mistakes = [
            (
                "it is the sum of dy ∘ x; but what the gain multiplies is x / r",
                (&dy * &x).sum_axis(Axis(0)),
            ),
            (
                "it is a mean over the tokens: a gain serves all of them, so their gradients add up",
                &right / t as f64,
            ),
            ("it is the gradient of a bias", dy.sum_axis(Axis(0))),
            ("there is a gain too many in it", &right * &gain),
        ];
        same_or("dgain", &got, &right, &mistakes)
    })
}

fn the_inputs_gradient_takes_both_roads(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=5, rng, |c, rng| {
        let (x, gain, dy): (Array2<f64>, Array1<f64>, Array2<f64>) =
            (normal((2, c), rng), normal(c, rng), normal((2, c), rng));
        let (got, _) = rms_norm_backward(&x, &gain, EPSILON, &dy);
        let of_layer_norm = layer_norm_backward(&x, &gain, &dy);
        let mistakes = [
            ("r is taken for a constant, but it moves with x", &dy * &gain / &roots(&x)),
            ("the gain is missing", slopes(&x, &dy)),
            ("this is the gradient of layer normalisation, with a mean", of_layer_norm),
        ];
        same_or("dx", &got, &slopes(&x, &(&dy * &gain)), &mistakes)
    })
}

/// r of every row, (T, 1).
fn roots(x: &Array2<f64>) -> Array2<f64> {
    let mean_square = x.mapv(|x| x * x).mean_axis(Axis(1)).expect("some channels");
    mean_square.mapv(|m| (m + EPSILON).sqrt()).insert_axis(Axis(1))
}

/// x / r.
fn normalised(x: &Array2<f64>) -> Array2<f64> {
    x / &roots(x)
}

/// dx[i] = Σ_j dn[j]·∂n[j]/∂x[i] with ∂n[j]/∂x[i] = [i = j]/r − x[i]·x[j]/(C·r³).
fn slopes(x: &Array2<f64>, dn: &Array2<f64>) -> Array2<f64> {
    let (r, c) = (roots(x), x.ncols());
    Array2::from_shape_fn(x.raw_dim(), |(t, i)| {
        let r = r[[t, 0]];
        let slope = |j: usize| {
            f64::from(u8::from(i == j)) / r - x[[t, i]] * x[[t, j]] / (c as f64 * r.powi(3))
        };
        (0..c).map(|j| dn[[t, j]] * slope(j)).sum()
    })
}

fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    dy: &Array2<f64>,
) -> Array2<f64> {
    let norm =
        LayerNorm { gain: gain.clone(), epsilon: EPSILON, ..LayerNorm::new(x.ncols()) };
    let (_, cache) = norm.forward(&x.clone().insert_axis(Axis(0)));
    norm.backward(cache, &dy.clone().insert_axis(Axis(0))).0.remove_axis(Axis(0))
}
