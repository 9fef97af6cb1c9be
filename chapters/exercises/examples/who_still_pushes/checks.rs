//! The slopes, from the chapter's own function.

use exercises::{Verdict, checks, predicted};
use fine_tuning::ppo;
use rand::rngs::StdRng;

use super::student::{BAD_AND_LIKELIER, GOOD_AND_LIKELIER, GOOD_AND_UNLIKELIER};

checks![
    a_good_answer_beyond_the_band,
    a_bad_answer_beyond_the_band,
    a_good_answer_below_the_band
];

const UNTURNED: &str = "∂ρ/∂log π = ρ is missing: that is the slope over ρ";
const EDGE: &str = "that is the worth at the edge, and a slope is asked for";

fn a_good_answer_beyond_the_band(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            3.0,
            "that is its slope without a clip; the smaller of the two worths is the clipped one",
        ),
        (2.0, "the smaller of the two worths is the clipped one, and that is level"),
        (2.4, EDGE),
    ];
    predicted(GOOD_AND_LIKELIER, slope(1.5, 2.0), 0.01, &mistakes)
}

fn a_bad_answer_beyond_the_band(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            0.0,
            "−3 is smaller than −2.4: the clip does not shield a bad answer that has become likelier",
        ),
        (-2.0, UNTURNED),
        (-2.4, EDGE),
        (3.0, "A is negative: it is pushed down"),
    ];
    predicted(BAD_AND_LIKELIER, slope(1.5, -2.0), 0.01, &mistakes)
}

fn a_good_answer_below_the_band(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.0, "1 is smaller than 1.6: the clip does not hold a good answer down"),
        (2.0, UNTURNED),
        (1.6, EDGE),
    ];
    predicted(GOOD_AND_UNLIKELIER, slope(0.5, 2.0), 0.01, &mistakes)
}

/// ∂worth/∂log π: minus the gradient of the loss of one answer.
fn slope(ratio: f64, advantage: f64) -> f64 {
    -ppo(&[ratio.ln()], &[advantage], 0.2).1[0]
}
