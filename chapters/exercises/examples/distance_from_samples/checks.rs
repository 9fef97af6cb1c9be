//! KL by hand, and its estimate on samples that are exactly as frequent as they should be.

use exercises::{Verdict, checks, for_sizes, same_number_or};
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::{kl, kl_from_samples};

checks![
    two_answers_by_hand,
    what_never_happens_counts_nothing,
    any_two_distributions,
    one_sample_by_hand,
    the_estimate_is_right_on_average,
    unlikely_answers_are_numbers_too,
];

fn two_answers_by_hand(_: &mut StdRng) -> Verdict {
    let (p, q) = (array![0.5, 0.5], array![0.25, 0.75]);
    let right = exactly(&p, &q);
    same_number_or(
        "KL of ½, ½ from ¼, ¾",
        kl(&p, &q),
        right,
        &[
            (
                "it is KL(q ‖ p), the other way round: the weights of the sum are p",
                exactly(&q, &p),
            ),
            ("its sign is reversed", -right),
            ("it is in bits; use the natural logarithm", right / 2_f64.ln()),
            ("it is a mean over the answers; take the sum", right / 2.0),
            ("it is not weighted by p", (0.5_f64 / 0.25).ln() + (0.5_f64 / 0.75).ln()),
        ],
    )
}

fn what_never_happens_counts_nothing(_: &mut StdRng) -> Verdict {
    let (p, q) = (array![0.0, 1.0, 0.0], array![0.5, 0.5, 0.0]);
    let got = kl(&p, &q);
    if got.is_nan() {
        return Err("KL of 0, 1, 0 from ½, ½, 0 is NaN: 0·log 0 is NaN for the computer, and 0 for us. Leave out what p never gives".to_owned());
    }
    same_number_or("KL of 0, 1, 0 from ½, ½, 0", got, 2_f64.ln(), &[])
}

fn any_two_distributions(rng: &mut StdRng) -> Verdict {
    for_sizes("V", 2..=6, rng, |v, rng| {
        let (p, q) = (counted(v, rng).1, counted(v, rng).1);
        same_number_or(
            "KL",
            kl(&p, &q),
            exactly(&p, &q),
            &[("it is KL(q ‖ p), the other way round", exactly(&q, &p))],
        )?;
        let mut seldom = p;
        seldom[0] = 1e-5;
        seldom /= seldom.sum();
        same_number_or(
            "KL where p gives an answer once in 100 000",
            kl(&seldom, &q),
            exactly(&seldom, &q),
            &[],
        )
    })
}

fn one_sample_by_hand(_: &mut StdRng) -> Verdict {
    let ln_2 = 2_f64.ln();
    let got = kl_from_samples(&array![0.5_f64.ln()], &array![0.25_f64.ln()]);
    same_number_or(
        "one sample with p = ½ and q = ¼: the estimate",
        got,
        0.5 - 1.0 + ln_2,
        &[
            ("this is log p − log q, which can be negative in other samples", ln_2),
            ("r is q/p, not p/q", 2.0 - 1.0 - ln_2),
            (
                "the 1 is not subtracted: where p and q agree the distance must be 0",
                0.5 + ln_2,
            ),
            ("log r is added; subtract it", 0.5 - 1.0 - ln_2),
        ],
    )
}

fn the_estimate_is_right_on_average(rng: &mut StdRng) -> Verdict {
    for_sizes("V", 2..=5, rng, |v, rng| {
        let ((counts, p), (_, q)) = (counted(v, rng), counted(v, rng));
        let samples: Vec<usize> =
            (0..v).flat_map(|answer| vec![answer; counts[answer]]).collect();
        let log = |of: &Array1<f64>| {
            samples.iter().map(|&answer| of[answer].ln()).collect::<Array1<f64>>()
        };
        let right = exactly(&p, &q);
        let what = format!(
            "{} samples, each answer as often as p says: the estimate",
            samples.len()
        );
        same_number_or(
            &what,
            kl_from_samples(&log(&p), &log(&q)),
            right,
            &[(
                "it is a sum over the samples; take the mean",
                right * samples.len() as f64,
            )],
        )
    })
}

fn unlikely_answers_are_numbers_too(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let log_p: Array1<f64> = (0..n).map(|_| rng.random_range(-900.0..-800.0)).collect();
        let log_r: Array1<f64> = (0..n).map(|_| rng.random_range(-2.0..2.0)).collect();
        let right = log_r.mapv(|log_r| log_r.exp_m1() - log_r).mean().expect("some");
        let got = kl_from_samples(&log_p, &(&log_p + &log_r));
        if got.is_nan() {
            return Err("answers whose log p is about −850, as whole texts have: the estimate is NaN, for e^−850 is 0 to the computer. Subtract logarithms before you take a power".to_owned());
        }
        same_number_or("answers whose log p is about −850: the estimate", got, right, &[])
    })
}

/// A distribution over V answers that is made of counts, none of them 0.
fn counted(v: usize, rng: &mut StdRng) -> (Vec<usize>, Array1<f64>) {
    let counts: Vec<usize> = (0..v).map(|_| rng.random_range(1..6)).collect();
    let p: Array1<f64> = counts.iter().map(|&count| count as f64).collect();
    let total = p.sum();
    (counts, p / total)
}

fn exactly(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p.ln() - q.ln())).sum()
}
