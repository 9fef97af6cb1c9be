//! One pass against two.

use exercises::{Verdict, checks, for_sizes, normal, same_number};
use rand::rngs::StdRng;

use super::student::log_sum_exp;

checks![
    a_single_score_is_its_own_result,
    equal_scores_add_the_logarithm_of_their_number,
    any_scores_in_any_order,
    the_scores_are_kept_nowhere,
    no_score_is_too_large_or_too_small,
    minus_infinity_adds_nothing,
];

const NONE: f64 = f64::NEG_INFINITY;

fn a_single_score_is_its_own_result(rng: &mut StdRng) -> Verdict {
    normal(5, rng).iter().try_for_each(|&score| said(&[score], score))
}

fn equal_scores_add_the_logarithm_of_their_number(_: &mut StdRng) -> Verdict {
    (1..=5).try_for_each(|n| said(&vec![0.5; n], 0.5 + (n as f64).ln()))
}

fn any_scores_in_any_order(rng: &mut StdRng) -> Verdict {
    said(&[2.0, 1.0, 0.0], in_two_passes(&[2.0, 1.0, 0.0]))?;
    let rising = [0.0, 1.0, 2.0];
    let got = log_sum_exp(rising.into_iter());
    // 1 for each score that is a new largest, never made smaller
    if (got - (2.0 + 3_f64.ln())).abs() < 1e-9 {
        return Err(
            "log_sum_exp of 0, 1, 2: when 1 comes, the sum so far was counted from 0. It must be counted from 1 now"
                .to_owned(),
        );
    }
    said(&rising, in_two_passes(&rising))?;
    for_sizes("n", 1..=6, rng, |n, rng| {
        let scores = (normal(n, rng) * 3.0).to_vec();
        said(&scores, in_two_passes(&scores))
    })
}

/// Says that it has more scores than any memory could hold: who wants to keep them all asks
/// how many there are, and makes room.
struct Endless<'a>(std::slice::Iter<'a, f64>);

impl Iterator for Endless<'_> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.0.next().copied()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::MAX / 2, None)
    }
}

fn the_scores_are_kept_nowhere(rng: &mut StdRng) -> Verdict {
    let scores = normal(9, rng).to_vec();
    let got = std::panic::catch_unwind(|| log_sum_exp(Endless(scores.iter())));
    let got = got.map_err(|_| {
        "the scores of a text without end: no memory holds them all. Collect nothing; look at each score once, and keep two numbers".to_owned()
    })?;
    same_number("log_sum_exp of nine scores", got, in_two_passes(&scores))
}

fn no_score_is_too_large_or_too_small(_: &mut StdRng) -> Verdict {
    said(&[900.0, 901.0], 901.0 + (-1_f64).exp().ln_1p())?;
    said(&[-901.0, -900.0], -900.0 + (-1_f64).exp().ln_1p())?;
    said(&[-1e6, 1e6], 1e6)
}

fn minus_infinity_adds_nothing(_: &mut StdRng) -> Verdict {
    said(&[1.0, NONE], 1.0)?;
    said(&[NONE, 1.0], 1.0)?;
    said(&[NONE, NONE], NONE)?;
    said(&[], NONE)
}

fn said(scores: &[f64], expected: f64) -> Verdict {
    same_number(
        &format!("log_sum_exp of {scores:?}"),
        log_sum_exp(scores.iter().copied()),
        expected,
    )
}

fn in_two_passes(scores: &[f64]) -> f64 {
    let largest = scores.iter().copied().fold(NONE, f64::max);
    largest + scores.iter().map(|score| (score - largest).exp()).sum::<f64>().ln()
}
