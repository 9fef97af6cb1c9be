//! Rows by hand, and any text, there against the formula and back against differences.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array2, array};
use rand::{RngExt, rngs::StdRng};

use super::student::{embedded, embedded_backward};

checks![
    tokens_get_their_own_rows,
    any_text_is_looked_up,
    a_token_that_comes_twice_is_paid_twice,
    any_text_is_paid_back,
];

fn tokens_get_their_own_rows(_: &mut StdRng) -> Verdict {
    let table = array![[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]];
    let right = array![[20.0, 21.0], [20.0, 21.0], [0.0, 1.0]];
    let mistakes = [(
        "row t of the table is at place t; the row of the token at place t is wanted",
        table.clone(),
    )];
    same_or("tokens 2 2 0: x", &embedded(&[2, 2, 0], &table), &right, &mistakes)
}

fn any_text_is_looked_up(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=5, rng, |t, rng| {
        let (tokens, table) = (tokens(t, rng), normal((4, 3), rng));
        let right = Array2::from_shape_fn((t, 3), |(t, c)| table[[tokens[t], c]]);
        same_or(&format!("tokens {tokens:?}: x"), &embedded(&tokens, &table), &right, &[])
    })
}

fn a_token_that_comes_twice_is_paid_twice(_: &mut StdRng) -> Verdict {
    let dx = array![[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]];
    let right = array![[100.0, 200.0], [0.0, 0.0], [11.0, 22.0]];
    let mistakes = [
        (
            "token 2 is paid for its second place only; what it gets adds up",
            array![[100.0, 200.0], [0.0, 0.0], [10.0, 20.0]],
        ),
        ("row t is paid for place t; the row of its token should be", dx.clone()),
        (
            "token 2 gets the mean of its two places; they add up",
            array![[100.0, 200.0], [0.0, 0.0], [5.5, 11.0]],
        ),
    ];
    same_or("tokens 2 2 0: dE", &embedded_backward(&[2, 2, 0], &dx, 3), &right, &mistakes)
}

fn any_text_is_paid_back(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=5, rng, |t, rng| {
        let (tokens, table) = (tokens(t, rng), normal((4, 3), rng));
        let dx: Array2<f64> = normal((t, 3), rng);
        let looked_up = |table: &Array2<f64>| {
            Array2::from_shape_fn((t, 3), |(t, c)| table[[tokens[t], c]])
        };
        let right = differences(&table, |table| (looked_up(table) * &dx).sum());
        let what = format!("tokens {tokens:?}: dE");
        same_gradient(&what, &embedded_backward(&tokens, &dx, 4), &right, &[])
    })
}

fn tokens(t: usize, rng: &mut StdRng) -> Vec<usize> {
    (0..t).map(|_| rng.random_range(0..4)).collect()
}
