//! Token by token against the whole text, turned by its loops.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array1, Array2, Axis};
use rand::rngs::StdRng;

use super::student::scores;

checks![
    the_first_token_sees_itself,
    equal_distances_are_equal_scores,
    token_by_token_is_the_whole_text,
];

fn the_first_token_sees_itself(rng: &mut StdRng) -> Verdict {
    for_sizes("D / 2", 1..=3, rng, |pairs, rng| {
        let (q, k) = (normal((1, 2 * pairs), rng), normal((1, 2 * pairs), rng));
        same("the score of one token", &scores(&q, &k), &q.dot(&k.t()))
    })
}

fn equal_distances_are_equal_scores(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 2..=5, rng, |t, rng| {
        let token: Array2<f64> = normal((1, 4), rng);
        let equal = token.select(Axis(0), &vec![0; t]);
        let got = scores(&equal, &equal);
        let nearest = Array1::from_shape_fn(t, |t| got[[t, t]]);
        let right = Array1::from_elem(t, token.iter().map(|x| x * x).sum::<f64>());
        same("equal tokens: the score of each with its own key", &nearest, &right)
    })
}

fn token_by_token_is_the_whole_text(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=5, rng, |t, rng| {
        let (q, k) = (normal((t, 4), rng), normal((t, 4), rng));
        let all = |turn: &dyn Fn(usize, usize) -> [usize; 2]| {
            Array2::from_shape_fn((t, t), |(t, s)| {
                let [at, from] = turn(t, s);
                let (q, k) = (turned(&q, t, at), turned(&k, s, from));
                if s <= t { q.dot(&k) } else { 0.0 }
            })
        };
        let mistakes = [
            ("the queries are not turned", all(&|_, s| [0, s])),
            ("neither queries nor keys are turned", all(&|_, _| [0, 0])),
            (
                "a kept key is turned again at every step; its place never changes",
                all(&|t, s| [t, s * (t + 1).saturating_sub(s)]),
            ),
        ];
        same_or("the scores", &scores(&q, &k), &all(&|t, s| [t, s]), &mistakes)
    })
}

/// Row `row` of x, turned as if it stood at `place`.
fn turned(x: &Array2<f64>, row: usize, place: usize) -> Array1<f64> {
    let d = x.ncols();
    let mut y = Array1::zeros(d);
    for i in 0..d / 2 {
        let angle = place as f64 / 10_000_f64.powf(2.0 * i as f64 / d as f64);
        let (one, other) = (x[[row, 2 * i]], x[[row, 2 * i + 1]]);
        y[2 * i] = one * angle.cos() - other * angle.sin();
        y[2 * i + 1] = one * angle.sin() + other * angle.cos();
    }
    y
}
