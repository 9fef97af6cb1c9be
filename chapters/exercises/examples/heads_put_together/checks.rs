//! Where each number belongs.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array2, Array3};
use rand::rngs::StdRng;

use super::student::{split, together};

checks![
    split_gives_each_head_its_own_columns,
    together_gives_each_token_its_own_numbers,
    what_was_split_is_put_together_again,
];

const D: usize = 2;

fn split_gives_each_head_its_own_columns(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let x = normal((t, 3 * D), rng);
        let right = Array3::from_shape_fn((3, t, D), |(h, t, d)| x[[t, h * D + d]]);
        let only_counted = x.to_shape((3, t, D)).expect("as many numbers").into_owned();
        let mistakes = [(
            "the rows were cut where they lie in memory: a head got the columns of others",
            only_counted,
        )];
        same_or("three heads: split", &split(&x, 3), &right, &mistakes)
    })
}

fn together_gives_each_token_its_own_numbers(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let heads = normal((3, t, D), rng);
        let right = side_by_side(&heads, |h, d| (h, d));
        let only_counted =
            heads.to_shape((t, 3 * D)).expect("as many numbers").into_owned();
        let mistakes = [
            (
                "rows were filled in the order of memory, head after head: a token got numbers of other tokens",
                only_counted,
            ),
            (
                "channel after channel, with the heads inside; head after head is wanted, with the channels inside",
                Array2::from_shape_fn((t, 3 * D), |(t, c)| heads[[c % 3, t, c / 3]]),
            ),
        ];
        same_or("three heads: together", &together(&heads), &right, &mistakes)
    })
}

fn what_was_split_is_put_together_again(rng: &mut StdRng) -> Verdict {
    for_sizes("H", 1..=4, rng, |heads, rng| {
        let x = normal((3, heads * D), rng);
        same("together(split(x))", &together(&split(&x, heads)), &x)
    })
}

fn side_by_side(
    heads: &Array3<f64>,
    place: impl Fn(usize, usize) -> (usize, usize),
) -> Array2<f64> {
    let (count, tokens, d) = heads.dim();
    Array2::from_shape_fn((tokens, count * d), |(t, c)| {
        let (h, d) = place(c / d, c % d);
        heads[[h, t, d]]
    })
}
