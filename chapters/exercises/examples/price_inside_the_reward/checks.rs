//! Answers by hand, and any against the chapter's baseline.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use fine_tuning::leave_one_out;
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::advantages;

checks![three_answers_without_a_price, who_drifts_pays, all_together];

fn three_answers_without_a_price(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            "the mean of all is taken away; that of the others is wanted",
            array![-2.0, 0.0, 2.0],
        ),
        ("nothing is compared: these are the rewards", array![1.0, 3.0, 5.0]),
        ("the others' rewards are summed; their mean is wanted", array![-7.0, -3.0, 1.0]),
    ];
    let got = advantages(&[1.0, 3.0, 5.0], &[-2.0, -4.0, -3.0], &[-1.0, -3.0, -2.0], 0.0);
    let right = array![-3.0, 0.0, 3.0];
    same_or("rewards 1 3 5, β = 0: the advantages", &Array1::from(got), &right, &mistakes)
}

fn who_drifts_pays(_: &mut StdRng) -> Verdict {
    let mistakes = [
        ("who drifts is paid for it; it is a price, to be taken away", array![1.0, -1.0]),
        (
            "logarithms are divided; the logarithm of a ratio is a difference",
            array![0.25, -0.25],
        ),
        ("there is no price", array![0.0, 0.0]),
    ];
    // The first answer is e² times as likely as it was, the second as likely as it was.
    let got = advantages(&[1.0, 1.0], &[-2.0, -4.0], &[-4.0, -4.0], 0.5);
    let what = "equal rewards, the first answer has become likelier: the advantages";
    same_or(what, &Array1::from(got), &array![-1.0, 1.0], &mistakes)
}

fn all_together(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 2..=6, rng, |k, rng| {
        let [reward, log_p, log_sft] = [(); 3].map(|()| normal(k, rng));
        let (log_p, log_sft): (Array1<f64>, Array1<f64>) = (log_p - 9.0, log_sft - 9.0);
        let beta = rng.random_range(0.5..2.0);
        let price = (&log_p - &log_sft) * beta;
        let others =
            |values: &Array1<f64>| Array1::from(leave_one_out(&values.to_vec(), k));
        let mistakes = [
            (
                "the price is paid after the comparison; it belongs to the value that is compared",
                others(&reward) - &price,
            ),
            (
                "who drifts is paid for it; it is a price, to be taken away",
                others(&(&reward + &price)),
            ),
        ];
        let got = advantages(&reward.to_vec(), &log_p.to_vec(), &log_sft.to_vec(), beta);
        let right = others(&(&reward - &price));
        same_or("the advantages", &Array1::from(got), &right, &mistakes)
    })
}
