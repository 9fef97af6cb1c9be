//! A pair by hand, rows beside each other, and any rows against small differences.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array2, Axis, array};
use rand::rngs::StdRng;

use super::student::softmax_backward;

checks![a_pair_by_hand, each_row_for_itself, any_rows_as_small_differences_say];

const ALONE: &str =
    "each weight is taken for itself; a score moves the other weights of its row too";
const COLUMNS: &str = "the mean is taken over the tokens; it belongs to each row";

fn a_pair_by_hand(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (ALONE, array![[0.1875, 0.0]]),
        ("the sum in the bracket is missing", array![[0.25, 0.0]]),
        ("the factor p[i] is missing", array![[0.75, -0.25]]),
    ];
    same_or(
        "p = ¼ ¾ and dp = 1 0: ds",
        &softmax_backward(&array![[0.25, 0.75]], &array![[1.0, 0.0]]),
        &array![[0.1875, -0.1875]],
        &mistakes,
    )
}

fn each_row_for_itself(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let p = foundations::softmax(&normal((n, 3), rng));
        let dp: Array2<f64> = normal((n, 3), rng);
        let product = &p * &dp;
        let mean = product.sum_axis(Axis(1)).insert_axis(Axis(1)); // (N, 1)
        let mistakes = [
            (ALONE, &dp * &p * p.mapv(|p| 1.0 - p)),
            (COLUMNS, &p * (&dp - &product.sum_axis(Axis(0)))),
            (
                "all rows share one mean; each has its own",
                &p * (&dp - product.sum() / n as f64),
            ),
        ];
        same_or("ds", &softmax_backward(&p, &dp), &(&p * (&dp - &mean)), &mistakes)
    })
}

fn any_rows_as_small_differences_say(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 2..=5, rng, |k, rng| {
        let (scores, dp): (Array2<f64>, Array2<f64>) =
            (normal((2, k), rng), normal((2, k), rng));
        let p = foundations::softmax(&scores);
        let right =
            differences(&scores, |scores| (foundations::softmax(scores) * &dp).sum());
        let plain = dp.mean_axis(Axis(1)).expect("some weights").insert_axis(Axis(1));
        let mistakes =
            [("the mean of dp is taken without the weights p", &p * (&dp - &plain))];
        same_gradient("ds", &softmax_backward(&p, &dp), &right, &mistakes)
    })
}
