//! Two shares against chapter 1's attention over all keys.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same, same_number, same_or};
use ndarray::{Array1, Array2, Axis, array, s};
use rand::rngs::StdRng;

use super::student::{Found, merged};

checks![
    equal_shares_give_the_mean,
    a_share_weighs_as_much_as_its_sum,
    two_shares_make_the_whole,
    large_scores_do_not_overflow,
    a_machine_without_keys_changes_nothing,
    three_shares_make_the_whole_in_any_order,
];

const NOTHING: f64 = f64::NEG_INFINITY;

fn equal_shares_give_the_mean(_: &mut StdRng) -> Verdict {
    let got = merged(&found(array![0.0, 2.0], 1.0), &found(array![4.0, 4.0], 1.0));
    let mistakes = [(
        "a mean is wanted, not a sum: the weights of both must sum to 1",
        array![4.0, 6.0],
    )];
    same_or("two parts with the same lse: y", &got.y, &array![2.0, 3.0], &mistakes)?;
    same_number("two parts with lse = 1: the lse of both", got.lse, 1.0 + 2_f64.ln())
}

fn a_share_weighs_as_much_as_its_sum(_: &mut StdRng) -> Verdict {
    let got = merged(&found(array![0.0], 0.0), &found(array![1.0], 3_f64.ln()));
    let mistakes = [
        (
            "the parts are weighted alike, but one has three times the sum of the other",
            array![0.5],
        ),
        ("the weights are the wrong way round", array![0.25]),
        (
            "the parts are weighted by lse; it is a logarithm, so first take exp",
            array![1.0],
        ),
    ];
    same_or("values 0 and 1, sums 1 and 3: y", &got.y, &array![0.75], &mistakes)?;
    same_number("sums 1 and 3: exp(lse)", got.lse.exp(), 4.0)
}

fn two_shares_make_the_whole(rng: &mut StdRng) -> Verdict {
    for_sizes("S", 2..=6, rng, |keys, rng| {
        let (q, k, v) =
            (normal((1, 3), rng), normal((keys, 3), rng), normal((keys, 2), rng));
        let cut = 1 + keys / 3;
        let one = attended(&q, &part(&k, 0, cut), &part(&v, 0, cut));
        let other = attended(&q, &part(&k, cut, keys), &part(&v, cut, keys));
        compared(&merged(&one, &other), &attended(&q, &k, &v))
    })
}

fn large_scores_do_not_overflow(_: &mut StdRng) -> Verdict {
    for lse in [900.0, -900.0] {
        let got = merged(&found(array![0.0], lse), &found(array![1.0], lse));
        compared(&got, &found(array![0.5], lse + 2_f64.ln()))?;
    }
    compared(
        &merged(&found(array![1.0], 900.0), &found(array![5.0], -900.0)),
        &found(array![1.0], 900.0),
    )
}

fn a_machine_without_keys_changes_nothing(_: &mut StdRng) -> Verdict {
    let (some, none) = (found(array![1.0, 2.0], 3.0), found(array![0.0, 0.0], NOTHING));
    compared(&merged(&some, &none), &some)?;
    compared(&merged(&none, &some), &some)?;
    compared(&merged(&none, &none), &none)
}

fn three_shares_make_the_whole_in_any_order(rng: &mut StdRng) -> Verdict {
    for_sizes("S", 3..=6, rng, |keys, rng| {
        let (q, k, v) =
            (normal((1, 2), rng), normal((keys, 2), rng), normal((keys, 2), rng));
        let share =
            |from: usize, to: usize| attended(&q, &part(&k, from, to), &part(&v, from, to));
        let (first, second, third) = (share(0, 1), share(1, 2), share(2, keys));
        let whole = attended(&q, &k, &v);
        compared(&merged(&merged(&first, &second), &third), &whole)?;
        compared(&merged(&third, &merged(&second, &first)), &whole)
    })
}

fn compared(got: &Found, expected: &Found) -> Verdict {
    same("y", &got.y, &expected.y)?;
    same_number("lse", got.lse, expected.lse)
}

/// What one query finds among some keys.
fn attended(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>) -> Found {
    let (y, _) = attend(q, k, v, Mask::Full);
    let scores = q.dot(&k.t()) / (q.ncols() as f64).sqrt();
    found(y.index_axis(Axis(0), 0).to_owned(), scores.mapv(f64::exp).sum().ln())
}

fn part(rows: &Array2<f64>, from: usize, to: usize) -> Array2<f64> {
    rows.slice(s![from..to, ..]).to_owned()
}

fn found(y: Array1<f64>, lse: f64) -> Found {
    Found { y, lse }
}
