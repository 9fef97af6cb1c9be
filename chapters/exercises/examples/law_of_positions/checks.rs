//! The student's law, tried on sinusoids, and on tables that are none.

use exercises::{Verdict, checks, normal, tells_apart};
use ndarray::Array2;
use positional_encoding::{BASE, sinusoids};
use rand::{RngExt, rngs::StdRng};

use super::student::law;

checks![
    it_sees_a_random_table,
    it_sees_plain_numbers,
    it_sees_sines_without_their_cosines,
    it_sees_positions_that_are_all_alike,
];

fn it_sees_a_random_table(rng: &mut StdRng) -> Verdict {
    tried("random tables", |case| case.random.clone(), rng)
}

fn it_sees_plain_numbers(rng: &mut StdRng) -> Verdict {
    let plain =
        |case: &Case| Array2::from_shape_fn((case.context, case.c), |(pos, _)| pos as f64);
    tried("tables in which the position itself stands in every channel", plain, rng)
}

fn it_sees_sines_without_their_cosines(rng: &mut StdRng) -> Verdict {
    let sines = |case: &Case| {
        Array2::from_shape_fn((case.context, case.c), |(pos, channel)| {
            (pos as f64 * case.base.powf(-(channel as f64) / case.c as f64)).sin()
        })
    };
    tried("tables of sines, with no cosines", sines, rng)
}

fn it_sees_positions_that_are_all_alike(rng: &mut StdRng) -> Verdict {
    let alike = |case: &Case| case.random.select(ndarray::Axis(0), &vec![0; case.context]);
    tried("tables in which all positions have the same row", alike, rng)
}

/// From which a table is made.
struct Case {
    context: usize,
    c: usize,
    base: f64,
    random: Array2<f64>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "sinusoids of {} positions, C = {}, with the base {:.0}",
            self.context, self.c, self.base
        )
    }
}

type Table = fn(&Case) -> Array2<f64>;

fn tried(mistake: &str, wrong: Table, rng: &mut StdRng) -> Verdict {
    let right: Table = |case| sinusoids(case.context, case.c, case.base);
    let cases: Vec<Case> = (2..=12)
        .flat_map(|context| [(context, BASE), (context, 50.0)])
        .map(|(context, base)| {
            let c = 2 * rng.random_range(1..=4);
            Case { context, c, base, random: normal((context, c), rng) }
        })
        .collect();
    let rounded: Table = |case| sinusoids(case.context, case.c, case.base) * (1.0 + 1e-12);
    tells_apart(
        mistake,
        |table: &Table, case: &Case| law(&table(case)),
        &[right, rounded],
        &wrong,
        &cases,
        rng,
    )
}
