//! The best policy, found by looking for it: no formula for it is used.

use exercises::{Verdict, checks, predicted};
use rand::rngs::StdRng;

use super::student::{BETA_OF_A_HALF, GOOD_WITH_BETA_1, KL_WITHOUT_A_PRICE};

checks![
    the_best_policy_with_beta_1,
    the_beta_of_an_even_choice,
    the_distance_without_a_price
];

/// How often the supervised model gives a good answer.
const SFT: f64 = 0.1;

fn the_best_policy_with_beta_1(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            SFT,
            "that is the supervised model itself: with β = 1 the reward moves it a little",
        ),
        (
            1.0,
            "that is what no price at all would give; here every nat costs as much as a good answer is worth",
        ),
        (
            0.731,
            "that is e/(e + 1): the supervised model counts too, and it gives nine bad answers to one good",
        ),
        (0.272, "that is 0.1·e, not yet scaled to sum to 1"),
        (0.5, "that would need even odds; e is less than 9"),
    ];
    predicted(GOOD_WITH_BETA_1, best(1.0), 0.01, &mistakes)
}

fn the_beta_of_an_even_choice(_: &mut StdRng) -> Verdict {
    let (mut low, mut high) = (0.05, 5.0); // a larger β, fewer good answers
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if best(middle) > 0.5 { low = middle } else { high = middle }
    }
    let mistakes = [
        (9_f64.ln(), "that is 1/β: the reward is divided by β"),
        (1.0 / 10_f64.ln(), "the odds are 1 to 9, not 1 to 10"),
        (1.0 / 9.0, "the odds are multiplied by e to the power of 1/β, not by 1/β"),
        (0.5, "nearly; but you can work it out: which power of e makes 9 of 1?"),
    ];
    predicted(BETA_OF_A_HALF, low, 0.01, &mistakes)
}

fn the_distance_without_a_price(_: &mut StdRng) -> Verdict {
    if KL_WITHOUT_A_PRICE == Some(f64::INFINITY) {
        return Err("not without end: the farthest that the reward can take it is to good answers only, and the supervised model gives those too".to_owned());
    }
    let mistakes = [
        (
            9_f64.ln(),
            "the good answers become 10 times as likely as they were, not 9 times",
        ),
        (10_f64.log2(), "that is in bits"),
        (0.0, "it does move: to good answers only"),
        (-(0.9_f64.ln()), "that is the distance to bad answers only"),
    ];
    predicted(KL_WITHOUT_A_PRICE, kl(best(0.02)), 0.01, &mistakes)
}

/// The probability of a good answer that has the largest E[R] − β·KL: a hill with one top,
/// searched by thirds.
fn best(beta: f64) -> f64 {
    let value = |good: f64| good - beta * kl(good);
    let (mut low, mut high) = (1e-12, 1.0 - 1e-12);
    for _ in 0..200 {
        let (one, two) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if value(one) < value(two) { low = one } else { high = two }
    }
    low
}

/// KL(π ‖ π_SFT) of a policy that gives good answers with this probability.
fn kl(good: f64) -> f64 {
    good * (good / SFT).ln() + (1.0 - good) * ((1.0 - good) / (1.0 - SFT)).ln()
}
