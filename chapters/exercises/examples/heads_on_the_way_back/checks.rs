//! Both against small differences of the forward, which moves numbers.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array2, Array3};
use rand::{RngExt, rngs::StdRng};

use super::student::{split_backward, together_backward};

checks![
    one_number_goes_back_to_its_seat,
    what_was_put_together_comes_apart,
    what_was_split_is_joined,
];

const H: usize = 3;
const D: usize = 2;

/// Head h owns the columns h·D .. (h + 1)·D.
fn split(x: &Array2<f64>) -> Array3<f64> {
    Array3::from_shape_fn((H, x.nrows(), D), |(h, t, d)| x[[t, h * D + d]])
}

fn together(heads: &Array3<f64>) -> Array2<f64> {
    Array2::from_shape_fn((heads.dim().1, H * D), |(t, c)| heads[[c / D, t, c % D]])
}

fn one_number_goes_back_to_its_seat(rng: &mut StdRng) -> Verdict {
    let (h, t, d) =
        (rng.random_range(0..H), rng.random_range(0..4), rng.random_range(0..D));
    let mut dheads = Array3::zeros((H, 4, D));
    dheads[[h, t, d]] = 1.0;
    let what = format!("if only head {h}, token {t}, channel {d} has a gradient (1)");
    let there = together(&dheads);
    let got = split_backward(&dheads);
    same_or(&format!("{what}: dx"), &got, &there, &[("nothing comes back", &there * 0.0)])?;
    let nothing = [("nothing comes back", &dheads * 0.0)];
    let back = together_backward(&there, H);
    same_or(
        &format!("{what}, on the way through `together`: dheads"),
        &back,
        &dheads,
        &nothing,
    )
}

fn what_was_put_together_comes_apart(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (heads, dy): (Array3<f64>, Array2<f64>) =
            (normal((H, t, D), rng), normal((t, H * D), rng));
        let right = differences(&heads, |heads| (together(heads) * &dy).sum());
        let counted = dy.to_shape((H, t, D)).expect("as many numbers").into_owned();
        let outside = Array3::from_shape_fn((H, t, D), |(h, t, d)| dy[[t, d * H + h]]);
        let mistakes = [
            (
                "the rows were cut where they lie in memory: a head got the gradients of others",
                counted,
            ),
            (
                "a head owns columns side by side, h·D .. (h + 1)·D, and not every H-th",
                outside,
            ),
            (
                "every head got a share; but each number stands in one place, so all of its gradient comes back to it",
                &right / H as f64,
            ),
        ];
        same_gradient("dheads", &together_backward(&dy, H), &right, &mistakes)
    })
}

fn what_was_split_is_joined(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (x, dheads): (Array2<f64>, Array3<f64>) =
            (normal((t, H * D), rng), normal((H, t, D), rng));
        let right = differences(&x, |x| (split(x) * &dheads).sum());
        let counted = dheads.to_shape((t, H * D)).expect("as many numbers").into_owned();
        let outside = Array2::from_shape_fn((t, H * D), |(t, c)| dheads[[c % H, t, c / H]]);
        let mistakes = [
            (
                "rows were filled in the order of memory, head after head: a token got gradients of other tokens",
                counted,
            ),
            (
                "channel after channel, with the heads inside; head after head is wanted, with the channels inside",
                outside,
            ),
        ];
        same_gradient("dx", &split_backward(&dheads), &right, &mistakes)
    })
}
