//! The norm on tokens worked out by hand, and its laws.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array2, Axis, array};
use rand::rngs::StdRng;

use super::student::normalised;

checks![
    a_shift_of_the_whole_token_changes_nothing,
    two_channels_become_minus_1_and_plus_1,
    the_mean_square_is_1,
    a_token_of_one_channel_becomes_0,
    epsilon_is_added_to_the_variance,
];

fn a_shift_of_the_whole_token_changes_nothing(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=5, rng, |c, rng| {
        let x: Array2<f64> = normal((2, c), rng);
        let got = normalised(&(&x + 3.0), 1e-5);
        same("the token plus 3, normalised,", &got, &normalised(&x, 1e-5))
    })
}

fn two_channels_become_minus_1_and_plus_1(_: &mut StdRng) -> Verdict {
    let right = array![[-1.0, 1.0], [1.0, -1.0]];
    let mistakes = [
        (
            "the squares 100 and 100 were divided by 1, which gives the variance 200; there are two channels",
            &right / 2_f64.sqrt(),
        ),
        ("it is divided by the variance, not by its root", &right * array![[0.1], [4.0]]),
    ];
    let x = array![[10.0, 30.0], [-5.0, -5.5]];
    same_or(
        "the rows 10, 30 and −5, −5.5 with ε = 0: y",
        &normalised(&x, 0.0),
        &right,
        &mistakes,
    )
}

fn the_mean_square_is_1(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=6, rng, |c, rng| {
        let x: Array2<f64> = normal((2, c), rng);
        let squares =
            normalised(&x, 0.0).mapv(|y| y * y).mean_axis(Axis(1)).expect("some channels");
        let ones = ndarray::Array1::ones(2);
        let short = &ones * ((c - 1) as f64 / c as f64);
        let mistakes =
            [("it is (C − 1)/C; by what is the sum of the squares divided?", short)];
        same_or("with ε = 0, the mean square of a token", &squares, &ones, &mistakes)
    })
}

fn epsilon_is_added_to_the_variance(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=6, rng, |c, rng| {
        let x: Array2<f64> = normal((2, c), rng);
        let mean = x.mean_axis(Axis(1)).expect("some channels").insert_axis(Axis(1));
        let centred = &x - &mean;
        let variance = centred.mapv(|d| d * d).mean_axis(Axis(1)).expect("some channels");
        let variance = variance.insert_axis(Axis(1));
        for epsilon in [1e-5, 0.5, 3.0] {
            let by = |deviation: Array2<f64>| &centred / &deviation;
            let mistakes = [
                (
                    "ε is added to the root; it belongs under it",
                    by(variance.sqrt() + epsilon),
                ),
                (
                    "ε is a floor for the variance here; it is added to it",
                    by(variance.mapv(|v| v.max(epsilon).sqrt())),
                ),
            ];
            let right = by((&variance + epsilon).sqrt());
            let what = format!("with ε = {epsilon}: y");
            same_or(&what, &normalised(&x, epsilon), &right, &mistakes)?;
        }
        Ok(())
    })
}

fn a_token_of_one_channel_becomes_0(_: &mut StdRng) -> Verdict {
    let x = array![[5.0], [-3.0]];
    same(
        "tokens of one channel with ε = 10⁻⁵: y",
        &normalised(&x, 1e-5),
        &Array2::zeros((2, 1)),
    )
}
