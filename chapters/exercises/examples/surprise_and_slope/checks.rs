//! The surprise by hand, at the edge of what numbers can hold, and against the chapter's.

use exercises::{
    Verdict, checks, differences, for_sizes, normal, same_gradient, same_number_or,
};
use ndarray::{Array1, Array2, Axis, array};
use rand::{RngExt, rngs::StdRng};

use super::student::{cross_entropy, cross_entropy_backward};

checks![
    two_equal_logits_surprise_by_ln_2,
    every_place_counts_by_its_weight,
    large_logits_surprise_by_a_number,
    the_gradient_is_that_of_small_differences,
    the_gradient_of_large_logits_is_a_number,
];

fn two_equal_logits_surprise_by_ln_2(_: &mut StdRng) -> Verdict {
    let ln_2 = 2_f64.ln();
    let mistakes = [
        ("these are bits; the natural logarithm is wanted", 1.0),
        ("it has the wrong sign: a surprise is positive", -ln_2),
        ("it is the probability; its logarithm, reversed, is the surprise", 0.5),
    ];
    let got = cross_entropy(&array![[3.0, 3.0]], &[1], &array![1.0]);
    same_number_or("two equal logits, weight 1: the loss", got, ln_2, &mistakes)
}

fn every_place_counts_by_its_weight(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (logits, targets) = (normal((t, 3), rng), targets(t, rng));
        let weights: Array1<f64> = normal(t, rng);
        let right = books(&logits, &targets, &weights);
        let mistakes = [
            ("the weights are not used", books(&logits, &targets, &Array1::ones(t))),
            (
                "it is divided by T; the weights already say how much each place counts",
                right / t as f64,
            ),
            (
                "all weights are taken as positive; they need not be",
                books(&logits, &targets, &weights.abs()),
            ),
        ];
        let got = cross_entropy(&logits, &targets, &weights);
        same_number_or("the loss", got, right, &mistakes)
    })
}

fn large_logits_surprise_by_a_number(_: &mut StdRng) -> Verdict {
    let logits = array![[1000.0, 0.0], [0.0, -1000.0]];
    let unlikely = cross_entropy(&logits, &[1, 1], &array![0.5, 0.5]);
    same_number_or(
        "logits 1000 apart, the unlikely comes: the loss",
        unlikely,
        1000.0,
        &[],
    )?;
    let likely = cross_entropy(&(logits + 900.0), &[0, 0], &array![0.5, 0.5]);
    same_number_or("and the likely: the loss", likely, 0.0, &[])
}

fn the_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (logits, targets) = (normal((t, 3), rng), targets(t, rng));
        let weights: Array1<f64> = normal(t, rng);
        let right = differences(&logits, |logits| books(logits, &targets, &weights));
        let w = weights.view().insert_axis(Axis(1)); // (T, 1)
        let p = foundations::softmax(&logits);
        let came = Array2::from_shape_fn((t, 3), |(t, v)| f64::from(v == targets[t]));
        let mistakes = [
            ("the weights are not used", &p - &came),
            (
                "it is what came less what was said; the other way round points uphill",
                (&came - &p) * w,
            ),
            ("the 1 that came is not taken away", &p * &w),
            ("the 1 that came is taken away without the place's weight", &p * &w - &came),
            (
                "it is divided by T; the weights say how much each place counts",
                &right / t as f64,
            ),
        ];
        let got = cross_entropy_backward(&logits, &targets, &weights);
        same_gradient("dlogits", &got, &right, &mistakes)
    })
}

fn the_gradient_of_large_logits_is_a_number(_: &mut StdRng) -> Verdict {
    let logits = array![[1000.0, 0.0], [0.0, -1000.0]];
    let got = cross_entropy_backward(&logits, &[1, 0], &array![0.5, 2.0]);
    let right = array![[0.5, -0.5], [0.0, 0.0]];
    same_gradient("logits 1000 apart: dlogits", &got, &right, &[])
}

fn targets(t: usize, rng: &mut StdRng) -> Vec<usize> {
    (0..t).map(|_| rng.random_range(0..3)).collect()
}

fn books(logits: &Array2<f64>, targets: &[usize], weights: &Array1<f64>) -> f64 {
    let batch = |t: Array1<usize>| t.insert_axis(Axis(0));
    let targets = batch(targets.iter().copied().collect());
    let weights = weights.clone().insert_axis(Axis(0));
    training_loss::cross_entropy(&logits.clone().insert_axis(Axis(0)), &targets, &weights).0
}
