//! Long ones, short ones, and any against the chapter's.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::clipped;

checks![
    a_long_one_keeps_its_direction,
    a_short_one_stays_as_it_is,
    any_gradient_as_in_the_chapter,
];

fn a_long_one_keeps_its_direction(_: &mut StdRng) -> Verdict {
    let mistakes = [
        ("each number was cut for itself, and the direction has changed", array![1.0, 1.0]),
        ("the largest number was brought to 1; the length is wanted", array![0.75, 1.0]),
        ("the root is missing in the length", array![0.12, 0.16]),
        ("it stayed as it is; its length is 5", array![3.0, 4.0]),
    ];
    let got = clipped(&array![3.0, 4.0], 1.0);
    same_or("3 4, which has the length 5, cut to 1", &got, &array![0.6, 0.8], &mistakes)
}

fn a_short_one_stays_as_it_is(_: &mut StdRng) -> Verdict {
    let mistakes =
        [("it was made longer; only what is too long is changed", array![6.0, 8.0])];
    let got = clipped(&array![0.3, 0.4], 10.0);
    same_or("0.3 0.4, at most 10 long", &got, &array![0.3, 0.4], &mistakes)?;
    let got = clipped(&array![0.0, -0.0, 1e-3], 1.0);
    same("0 0 0.001, at most 1 long", &got, &array![0.0, 0.0, 1e-3])?;
    same("0 0, at most 1 long", &clipped(&Array1::zeros(2), 1.0), &Array1::zeros(2))
}

fn any_gradient_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    for_sizes("the gradient's size", 1..=6, rng, |n, rng| {
        let gradient: Array1<f64> = normal(n, rng) * 2.0;
        let longest = rng.random_range(0.1..4.0);
        let mut right = gradient.clone();
        training_loss::clip(&mut right, longest);
        let what = format!("{gradient:.3}, at most {longest:.3} long");
        same(&what, &clipped(&gradient, longest), &right)
    })
}
