//! Groups by hand, and heads that agree.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array2, Axis, array, concatenate};
use rand::rngs::StdRng;

use super::student::grouped;

checks![
    four_heads_become_two,
    with_a_group_for_each_head_nothing_changes,
    heads_that_agree_lose_nothing,
    any_heads_and_groups,
];

fn four_heads_become_two(_: &mut StdRng) -> Verdict {
    let w = array![[1.0, 3.0, 10.0, 20.0]];
    let mistakes = [
        ("the heads of a group are added; their mean is wanted", array![[4.0, 30.0]]),
        (
            "head h goes to group h mod G; neighbours should stay together, so it is h / (H / G)",
            array![[5.5, 11.5]],
        ),
        (
            "only the first head of each group counts; the mean is of all",
            array![[1.0, 10.0]],
        ),
    ];
    same_or(
        "4 heads of one channel in 2 groups",
        &grouped(&w, 4, 2),
        &array![[2.0, 15.0]],
        &mistakes,
    )
}

fn with_a_group_for_each_head_nothing_changes(rng: &mut StdRng) -> Verdict {
    for_sizes("H", 1..=4, rng, |heads, rng| {
        let w = normal((3, 2 * heads), rng);
        same("with G = H", &grouped(&w, heads, heads), &w)
    })
}

fn heads_that_agree_lose_nothing(rng: &mut StdRng) -> Verdict {
    for_sizes("H / G", 1..=4, rng, |each, rng| {
        let (one, other): (Array2<f64>, Array2<f64>) =
            (normal((3, 2), rng), normal((3, 2), rng));
        let copies: Vec<_> = [&one, &other]
            .into_iter()
            .flat_map(|w| std::iter::repeat_n(w.view(), each))
            .collect();
        let w = concatenate(Axis(1), &copies).expect("equal rows");
        let right = concatenate![Axis(1), one, other];
        same("of two groups of equal heads", &grouped(&w, 2 * each, 2), &right)
    })
}

fn any_heads_and_groups(rng: &mut StdRng) -> Verdict {
    for_sizes("G", 1..=3, rng, |groups, rng| {
        let (each, d) = (3, 2);
        let w: Array2<f64> = normal((4, groups * each * d), rng);
        let right = Array2::from_shape_fn((4, groups * d), |(c, column)| {
            let first = column / d * each * d + column % d;
            (0..each).map(|h| w[[c, first + h * d]]).sum::<f64>() / each as f64
        });
        same(
            "groups of three heads of two channels",
            &grouped(&w, groups * each, groups),
            &right,
        )
    })
}
