//! The table, and the laws of its pairs, against chapter 3.

use exercises::{Verdict, checks, for_sizes, same, same_or};
use ndarray::{Array1, Array2, Axis, s};
use positional_encoding::{BASE, rotation, sinusoids};
use rand::rngs::StdRng;

use super::student::positions;

checks![
    position_0_is_zeros_and_ones,
    sines_turn_at_their_pace,
    cosines_turn_as_their_sines_do,
    every_row_has_the_same_length,
    a_step_is_a_rotation,
];

fn position_0_is_zeros_and_ones(rng: &mut StdRng) -> Verdict {
    for_sizes("C / 2", 1..=4, rng, |pairs, _| {
        let right = Array2::from_shape_fn((1, 2 * pairs), |(_, c)| (c % 2) as f64);
        same("position 0", &positions(1, 2 * pairs), &right)
    })
}

fn sines_turn_at_their_pace(rng: &mut StdRng) -> Verdict {
    compared("the table of sines", 0, rng)
}

fn cosines_turn_as_their_sines_do(rng: &mut StdRng) -> Verdict {
    compared("the table of cosines", 1, rng)
}

/// The channels `first`, `first + 2`, … of the table.
fn compared(what: &str, first: usize, rng: &mut StdRng) -> Verdict {
    for_sizes("C / 2", 1..=4, rng, |pairs, _| {
        let c = 2 * pairs;
        let every_second = |table: Array2<f64>| table.slice(s![.., first..; 2]).to_owned();
        let with_pace = |pace: &dyn Fn(usize) -> f64| {
            every_second(Array2::from_shape_fn((5, c), |(pos, channel)| {
                let angle = pos as f64 * BASE.powf(-pace(channel) / c as f64);
                if channel % 2 == 0 { angle.sin() } else { angle.cos() }
            }))
        };
        let mistakes = [
            (
                "the exponent is (2i + 1)/C in a cosine; the formula has 2i/C in both",
                with_pace(&|channel| channel as f64),
            ),
            (
                "the exponent is twice what it should be",
                with_pace(&|channel| 4.0 * (channel / 2) as f64),
            ),
            (
                "the exponent is i/C; it should be 2i/C",
                with_pace(&|channel| (channel / 2) as f64),
            ),
        ];
        same_or(
            what,
            &every_second(positions(5, c)),
            &every_second(sinusoids(5, c, BASE)),
            &mistakes,
        )
    })
}

fn every_row_has_the_same_length(rng: &mut StdRng) -> Verdict {
    for_sizes("C / 2", 1..=4, rng, |pairs, _| {
        let squares = positions(6, 2 * pairs).map_axis(Axis(1), |row| row.dot(&row));
        same(
            "the squares of the rows' lengths",
            &squares,
            &Array1::from_elem(6, pairs as f64),
        )
    })
}

fn a_step_is_a_rotation(rng: &mut StdRng) -> Verdict {
    for_sizes("C / 2", 1..=4, rng, |pairs, _| {
        let table = positions(6, 2 * pairs);
        let stepped = table.slice(s![..5, ..]).dot(&rotation(1, 2 * pairs, BASE));
        same("positions 1 to 5", &table.slice(s![1.., ..]).to_owned(), &stepped)
    })
}
