//! The chapter's DPO at its beginning, and where its mean gradient is 0.

use exercises::{Verdict, checks, predicted};
use fine_tuning::dpo;
use rand::rngs::StdRng;

use super::student::{LOSS_AT_FIRST, ODDS, SLOPE_AT_FIRST};

checks![the_loss_at_first, the_slope_at_first, the_odds_in_the_end];

const BETA: f64 = 0.5;

fn the_loss_at_first(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.0, "z is 0, and σ(0) is one half: to the model the choice is a tossed coin"),
        (0.5, "that is σ(0) itself; the loss is minus its logarithm"),
        (-(2_f64.ln()), "a loss has a minus in front: it is never negative here"),
        (1.0, "that is in bits"),
    ];
    predicted(LOSS_AT_FIRST, dpo(&[[0.0, 0.0]], BETA).0, 0.01, &mistakes)
}

fn the_slope_at_first(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (-0.5, "that is ∂L/∂z; and z contains log π(a) with the factor β"),
        (0.25, "its sign is reversed: a likelier a has a lower loss"),
        (0.0, "the loss is not at its lowest: the choice is still a tossed coin"),
    ];
    predicted(SLOPE_AT_FIRST, dpo(&[[0.0, 0.0]], BETA).1[0][0], 0.01, &mistakes)
}

fn the_odds_in_the_end(_: &mut StdRng) -> Verdict {
    // The slope of the mean loss over the log-odds: it rises, and is 0 in the end.
    let slope = |log_odds: f64| {
        let (liked, other) =
            (dpo(&[[log_odds, 0.0]], BETA).1, dpo(&[[0.0, log_odds]], BETA).1);
        0.9 * liked[0][0] + 0.1 * other[0][1]
    };
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
    let mistakes = [
        (
            9.0,
            "that is e^z; z is β times the logarithm of what the odds were multiplied by",
        ),
        (
            3.0,
            "β is on the other side: the logarithm of 9 is divided by it, not multiplied",
        ),
        (81_f64.ln(), "that is the logarithm of what the odds were multiplied by"),
        (100.0, "9 of 10 are odds of 9 to 1, not of 10 to 1"),
        (18.0, "the logarithm is divided by β, so 9 gets the power of 1/β"),
    ];
    predicted(ODDS, low.exp(), 0.01, &mistakes)
}
