//! The optimum, computed from the table.

use exercises::{Verdict, checks, predicted};
use rand::rngs::StdRng;

use super::student::{GOLD_AT_A_QUARTER, ODD_AT_1, ODD_AT_A_QUARTER};

checks![odd_answers_at_the_price_1, odd_answers_at_a_quarter, gold_at_a_quarter];

fn odd_answers_at_the_price_1(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.0, "rare as they are, e³/Z makes them 13 times as likely as they were"),
        (0.844, "the supervised model counts too, and it hardly ever gives an odd answer"),
        (1.0, "that is what no price at all would give"),
    ];
    predicted(ODD_AT_1, optimum(1.0)[2], 0.01, &mistakes)
}

fn odd_answers_at_a_quarter(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            0.0,
            "the reward is divided by β: with a lower price the policy goes further, not less far",
        ),
        (
            optimum(1.0)[2] * 4.0,
            "the price is in the exponent: four times the reward there, not four times as often",
        ),
        (optimum(0.5)[2], "that is with β = 1/2"),
        (1.0, "nearly; but some nice answers are left. How many?"),
    ];
    predicted(ODD_AT_A_QUARTER, optimum(0.25)[2], 0.01, &mistakes)
}

fn gold_at_a_quarter(_: &mut StdRng) -> Verdict {
    let [nice, _, odd] = optimum(0.25);
    let mistakes = [
        (nice + 3.0 * odd, "that is what the learnt reward says of them"),
        (nice, "that is the share of nice answers; an odd one takes 1 from gold"),
        (-odd, "the nice answers that are left count too"),
        (0.299, "that is the gold of the supervised model"),
        (odd - nice, "its sign is reversed"),
    ];
    predicted(GOLD_AT_A_QUARTER, nice - odd, 0.01, &mistakes)
}

/// How often an answer is nice, rude and odd.
fn optimum(beta: f64) -> [f64; 3] {
    let tilted = [(0.3, 1.0), (0.699, 0.0), (0.001, 3.0)]
        .map(|(p, r): (f64, f64)| p * (r / beta).exp());
    let z: f64 = tilted.iter().sum();
    tilted.map(|p| p / z)
}
