//! Min-p on distributions worked out by hand, and in terms of the logits.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::min_p;

checks![
    a_sure_model_keeps_one_token,
    an_unsure_model_keeps_many,
    equals_stay_together,
    logits_may_be_large,
    a_token_stays_if_its_logit_is_near_the_largest,
];

fn a_sure_model_keeps_one_token(_: &mut StdRng) -> Verdict {
    let p = array![0.04_f64, 0.9, 0.06];
    let mistakes = [
        ("what is left is not scaled to sum to 1", array![0.0, 0.9, 0.0]),
        ("nothing is cut", p.clone()),
        ("the likely tokens are cut, and the unlikely ones stay", array![0.4, 0.0, 0.6]),
    ];
    same_or(
        "of .04, .9 and .06 with the share 0.1, min_p",
        &min_p(&p.ln(), 0.1),
        &array![0.0, 1.0, 0.0],
        &mistakes,
    )
}

fn an_unsure_model_keeps_many(_: &mut StdRng) -> Verdict {
    let p = array![0.3_f64, 0.25, 0.2, 0.15, 0.06, 0.04];
    let kept = |n: usize| Array1::from_shape_fn(6, |i| if i < n { p[i] } else { 0.0 });
    let mistakes = [
        (
            "the floor is the share itself; it is the share of the largest probability, 0.25 · 0.3",
            kept(1) / 0.3,
        ),
        (
            "the floor is the share itself; it is the share of the largest probability, 0.25 · 0.3",
            kept(2) / 0.55,
        ),
        ("what is left is not scaled to sum to 1", kept(4)),
        ("the logits are compared, not the probabilities", p.clone()),
    ];
    same_or(
        "of .3, .25, .2, .15, .06 and .04 with the share 0.25, min_p",
        &min_p(&p.ln(), 0.25),
        &(kept(4) / 0.9),
        &mistakes,
    )
}

fn equals_stay_together(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            "two tokens are the likeliest here, and both are at the floor: they stay",
            array![1.0, 0.0, 0.0],
        ),
        (
            "two tokens are the likeliest here, and both are at the floor: they stay",
            array![0.0, 1.0, 0.0],
        ),
        (
            "a token that is exactly at the floor stays; here none was left",
            Array1::zeros(3),
        ),
    ];
    let zero_by_zero = |p: f64| if p.is_nan() { 0.0 } else { p }; // of nothing that was left
    same_or(
        "of the logits 2, 2 and 0 with the share 1, min_p",
        &min_p(&array![2.0, 2.0, 0.0], 1.0).mapv(zero_by_zero),
        &array![0.5, 0.5, 0.0],
        &mistakes,
    )
}

fn logits_may_be_large(_: &mut StdRng) -> Verdict {
    let logits = array![3000.0, 3000.0 - 2_f64.ln(), -3000.0];
    same_or(
        "of the logits 3000, 3000 − ln 2 and −3000 with the share 0.1, min_p",
        &min_p(&logits, 0.1),
        &array![2.0 / 3.0, 1.0 / 3.0, 0.0],
        &[],
    )
}

fn a_token_stays_if_its_logit_is_near_the_largest(rng: &mut StdRng) -> Verdict {
    for_sizes("V", 1..=8, rng, |v, rng| {
        let logits: Array1<f64> = normal(v, rng);
        let share: f64 = rng.random_range(0.05..0.95);
        let largest = logits.fold(f64::NEG_INFINITY, |largest, &logit| largest.max(logit));
        let weights = logits
            .mapv(|logit| if logit >= largest + share.ln() { logit.exp() } else { 0.0 });
        let right = &weights / weights.sum();
        same_or(
            "min_p",
            &min_p(&logits, share),
            &right,
            &[("nothing is cut", logits.exp() / logits.exp().sum())],
        )
    })
}
