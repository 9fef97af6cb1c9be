//! The clip by hand on both sides, its gradient, and the way back.

use exercises::{Verdict, checks, for_sizes, normal, same_number_or, same_or};
use ndarray::{Array1, array};
use rand::rngs::StdRng;

use super::student::clipped_loss;

checks![
    a_good_answer_by_hand,
    a_bad_answer_by_hand,
    before_the_first_step_it_is_the_policy_gradient,
    the_way_back_always_pays,
    any_answers,
];

fn a_good_answer_by_hand(_: &mut StdRng) -> Verdict {
    // Twice as likely as it was; the band ends at 1.5.
    let (loss, _) = clipped_loss(&array![2_f64.ln()], &array![3.0], 0.25, 0.5);
    same_number_or(
        "ρ = 2, A = 3, a band from 0.75 to 1.5: the loss",
        loss,
        -4.5,
        &[
            ("its sign is reversed: the loss is minus the mean worth", 4.5),
            ("the gain beyond the band still counts", -6.0),
            ("the upper edge is 1 + above, not 1 + below", -3.75),
            ("the ratio is e^log_ratio", -3.0 * 2_f64.ln()),
        ],
    )
}

fn a_bad_answer_by_hand(_: &mut StdRng) -> Verdict {
    // A quarter as likely as it was; the band begins at 0.75.
    let (loss, _) = clipped_loss(&array![0.25_f64.ln()], &array![-2.0], 0.25, 0.5);
    same_number_or(
        "ρ = ¼, A = −2, a band from 0.75 to 1.5: the loss",
        loss,
        1.5,
        &[
            ("the gain beyond the band still counts", 0.5),
            ("the lower edge is 1 − below, not 1 − above", 1.0),
            ("its sign is reversed: the loss is minus the mean worth", -1.5),
        ],
    )
}

fn before_the_first_step_it_is_the_policy_gradient(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let a: Array1<f64> = normal(n, rng);
        let (_, got) = clipped_loss(&Array1::zeros(n), &a, 0.2, 0.3);
        let right = -&a / n as f64;
        let mistakes = [
            ("its sign is reversed: a step goes against the gradient", -&right),
            ("the loss is a mean, so its gradient is divided by N", &right * n as f64),
        ];
        same_or("with all ratios 1, the gradient", &got, &right, &mistakes)
    })
}

fn the_way_back_always_pays(_: &mut StdRng) -> Verdict {
    let log_ratios = array![0.5_f64.ln(), 2_f64.ln()];
    let (_, got) = clipped_loss(&log_ratios, &array![1.0, -1.0], 0.25, 0.5);
    let fence = "the band is no fence: a good answer that has become too unlikely, and a bad one that \
                 has become too likely, are pulled back";
    let mistakes =
        [(fence, array![0.0, 0.0]), ("∂ρ/∂log π = ρ is missing", array![-0.5, 0.5])];
    let what = "a good answer at ρ = ½ and a bad one at ρ = 2: the gradient";
    same_or(what, &got, &array![-0.25, 1.0], &mistakes)
}

fn any_answers(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=6, rng, |n, rng| {
        let (x, a): (Array1<f64>, Array1<f64>) = (normal(n, rng), normal(n, rng));
        let (below, above) = (0.2, 0.4);
        let gained = |x: f64, a: f64| {
            a > 0.0 && x.exp() > 1.0 + above || a < 0.0 && x.exp() < 1.0 - below
        };
        let pairs = || x.iter().zip(&a).map(|(&x, &a)| (x, a));
        let worth = |(x, a): (f64, f64)| {
            let edge = if a > 0.0 { 1.0 + above } else { 1.0 - below };
            a * if gained(x, a) { edge } else { x.exp() }
        };
        let slope = |(x, a): (f64, f64)| if gained(x, a) { 0.0 } else { a * x.exp() };
        let (loss, dlog_p) = clipped_loss(&x, &a, below, above);
        let right = -pairs().map(worth).sum::<f64>() / n as f64;
        same_number_or("the loss", loss, right, &[])?;
        let right: Array1<f64> = pairs().map(|pair| -slope(pair) / n as f64).collect();
        same_or("the gradient", &dlog_p, &right, &[])
    })
}
