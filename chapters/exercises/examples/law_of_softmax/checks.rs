//! The student's law, tried on a right softmax and on three wrong ones.

use exercises::{Verdict, checks, normal, tells_apart};
use ndarray::{Array1, Axis};
use rand::{RngExt, rngs::StdRng};

use super::student::{Softmax, law};

checks![
    it_sees_weights_that_do_not_sum_to_one,
    it_sees_an_overflow,
    it_sees_weights_that_ignore_the_scores
];

fn it_sees_weights_that_do_not_sum_to_one(rng: &mut StdRng) -> Verdict {
    let undivided: Softmax =
        |scores| scores.iter().map(|score| (score - largest(scores)).exp()).collect();
    tried("a softmax that does not divide by the sum", undivided, rng)
}

fn it_sees_an_overflow(rng: &mut StdRng) -> Verdict {
    let overflowing: Softmax = |scores| {
        let sum: f64 = scores.iter().map(|score| score.exp()).sum();
        scores.iter().map(|score| score.exp() / sum).collect()
    };
    tried("a softmax that overflows on large scores", overflowing, rng)
}

fn it_sees_weights_that_ignore_the_scores(rng: &mut StdRng) -> Verdict {
    let even: Softmax = |scores| vec![1.0 / scores.len() as f64; scores.len()];
    tried("a softmax that gives all scores the same weight", even, rng)
}

fn tried(mistake: &str, wrong: Softmax, rng: &mut StdRng) -> Verdict {
    let rounded: Softmax =
        |scores| right(scores).iter().map(|p| p * (1.0 + 1e-12)).collect();
    let row = |n: usize, size: f64, rng: &mut StdRng| (normal(n, rng) * size).to_vec();
    let mut cases: Vec<Vec<f64>> = (1..=8).map(|n| row(n, 1.0, rng)).collect();
    cases.extend(
        (1..=8).map(|n| (0..n).map(|_| rng.random_range(-1000.0..1000.0)).collect()),
    );
    cases.push(vec![900.0, 901.0]);
    tells_apart(
        mistake,
        |softmax: &Softmax, scores: &Vec<f64>| law(*softmax, scores),
        &[right as Softmax, rounded],
        &wrong,
        &cases,
        rng,
    )
}

fn right(scores: &[f64]) -> Vec<f64> {
    let scores = Array1::from(scores.to_vec()).insert_axis(Axis(0));
    foundations::softmax(&scores).into_raw_vec_and_offset().0
}

fn largest(scores: &[f64]) -> f64 {
    scores.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}
