//! Turned rows against the rotation matrices of chapter 3.

use exercises::{Verdict, checks, for_sizes, normal, same, same_number, same_or};
use ndarray::{Array2, array};
use positional_encoding::{BASE, frequency, rotation};
use rand::rngs::StdRng;

use super::student::turned;

checks![
    at_position_0_nothing_turns,
    a_pair_turns_by_one_radian_a_step,
    each_pair_turns_at_its_own_pace,
    the_rows_of_a_text_with_a_past_turn_further,
    a_query_and_a_key_know_their_distance_only,
];

fn at_position_0_nothing_turns(rng: &mut StdRng) -> Verdict {
    for_sizes("D / 2", 1..=3, rng, |pairs, rng| {
        let x = normal((1, 2 * pairs), rng);
        same("a single row at position 0", &turned(&x, 0), &x)
    })
}

fn a_pair_turns_by_one_radian_a_step(_: &mut StdRng) -> Verdict {
    let (sin, cos) = 1_f64.sin_cos();
    let twisted = "the second line must use the old x[2i], not the new y[2i]";
    let mistakes = [
        (twisted, array![[1.0, 0.0], [cos, cos * sin]]),
        ("it is turned the other way", array![[1.0, 0.0], [cos, -sin]]),
        (
            "the first row stands at position 0, not at 1",
            array![[cos, sin], [2_f64.cos(), 2_f64.sin()]],
        ),
        (
            "the angle is added; the point must be turned by it",
            array![[1.0, 0.0], [1.0 + sin, cos]],
        ),
    ];
    let (got, right) =
        (turned(&array![[1.0, 0.0], [1.0, 0.0]], 0), array![[1.0, 0.0], [cos, sin]]);
    same_or("the point (1, 0) at positions 0 and 1", &got, &right, &mistakes)?;
    let mistakes = [(twisted, array![[0.0, 1.0], [-sin, -sin * sin + cos]])];
    let (got, right) =
        (turned(&array![[0.0, 1.0], [0.0, 1.0]], 0), array![[0.0, 1.0], [-sin, cos]]);
    same_or("the point (0, 1) at positions 0 and 1", &got, &right, &mistakes)
}

fn each_pair_turns_at_its_own_pace(rng: &mut StdRng) -> Verdict {
    for_sizes("D / 2", 2..=4, rng, |pairs, rng| {
        let x = normal((4, 2 * pairs), rng);
        let d = 2 * pairs;
        let halves = |i: usize| (i, i + pairs);
        let neighbours = |i: usize| (2 * i, 2 * i + 1);
        let mistakes = [
            ("all pairs turn at the pace of the first", by_pairs(&x, neighbours, |_| 1.0)),
            (
                "channel i is paired with i + D/2; its partner is its neighbour",
                by_pairs(&x, halves, |i| frequency(i, d, BASE)),
            ),
            (
                "the exponent is i/D; it should be 2i/D",
                by_pairs(&x, neighbours, |i| BASE.powf(-(i as f64) / d as f64)),
            ),
        ];
        same_or("turned(x, 0)", &turned(&x, 0), &by_rotation(&x, 0), &mistakes)
    })
}

fn the_rows_of_a_text_with_a_past_turn_further(rng: &mut StdRng) -> Verdict {
    for_sizes("past", 1..=4, rng, |past, rng| {
        let x = normal((2, 4), rng);
        let mistakes = [
            ("the past is not counted", by_rotation(&x, 0)),
            ("all rows stand at the same position", by_pairs_at(&x, |_| past)),
        ];
        same_or("turned(x, past)", &turned(&x, past), &by_rotation(&x, past), &mistakes)
    })
}

fn a_query_and_a_key_know_their_distance_only(rng: &mut StdRng) -> Verdict {
    for_sizes("distance", 0..=4, rng, |distance, rng| {
        let (q, k) = (normal((1, 6), rng), normal((1, 6), rng));
        let score = |q: &Array2<f64>, k: &Array2<f64>| (q * k).sum();
        let expected = score(&by_rotation(&q, distance), &k);
        for past in [0, 7, 100] {
            let what =
                format!("the score of a query at {} with a key at {past}", past + distance);
            same_number(
                &what,
                score(&turned(&q, past + distance), &turned(&k, past)),
                expected,
            )?;
        }
        Ok(())
    })
}

fn by_rotation(x: &Array2<f64>, past: usize) -> Array2<f64> {
    by_pairs_at(x, |t| past + t)
}

/// Every row turned by the matrix of its position. R_p turns (sin, cos) on by p; its
/// transpose does so with (cos, sin).
fn by_pairs_at(x: &Array2<f64>, position: impl Fn(usize) -> usize) -> Array2<f64> {
    let mut y = x.clone();
    for (t, mut row) in y.rows_mut().into_iter().enumerate() {
        let turn = rotation::<f64>(position(t), x.ncols(), BASE);
        row.assign(&x.row(t).dot(&turn.t()));
    }
    y
}

/// Rows turned with other pairs or other paces.
fn by_pairs(
    x: &Array2<f64>,
    pair: impl Fn(usize) -> (usize, usize),
    pace: impl Fn(usize) -> f64,
) -> Array2<f64> {
    let mut y = x.clone();
    for t in 0..x.nrows() {
        for i in 0..x.ncols() / 2 {
            let ((one, other), (sin, cos)) = (pair(i), (t as f64 * pace(i)).sin_cos());
            y[[t, one]] = x[[t, one]] * cos - x[[t, other]] * sin;
            y[[t, other]] = x[[t, one]] * sin + x[[t, other]] * cos;
        }
    }
    y
}
