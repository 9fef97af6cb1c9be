//! What a right answer does.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::array;
use rand::rngs::StdRng;

use super::student::doubled;

checks![one_becomes_two, every_number_is_doubled];

fn one_becomes_two(_: &mut StdRng) -> Verdict {
    let mistakes = [("that is 1 squared; twice 1 is 1 + 1", array![1.0])];
    same_or("doubled([1])", &doubled(&array![1.0]), &array![2.0], &mistakes)
}

fn every_number_is_doubled(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=5, rng, |n, rng| {
        let x = normal(n, rng);
        same("doubled(x)", &doubled(&x), &(2.0 * &x))
    })
}
