//! The three changes, done to a real attention.

use attention::{Mask, attend};
use exercises::{Verdict, checks, predicted};
use ndarray::{Array2, array};
use rand::rngs::StdRng;

use super::student::{BESIDE_A_COPY, WITH_BOTH_KEYS_MOVED, WITH_TWICE_THE_QUERY};

checks![
    twice_the_query_is_predicted,
    a_copy_of_the_key_is_predicted,
    the_same_move_of_both_keys_is_predicted,
];

fn twice_the_query_is_predicted(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (0.8, "the scores double, and so does their difference"),
        (0.889, "that would be eight to one. The scores double, not the odds"),
        (
            1.0,
            "a softmax never goes all the way. By how much do the two scores differ now?",
        ),
        (1.6, "a weight is at most 1"),
    ];
    predicted(WITH_TWICE_THE_QUERY, weight(&(2.0 * query()), &keys()), 1e-3, &mistakes)
}

fn a_copy_of_the_key_is_predicted(_: &mut StdRng) -> Verdict {
    let copied = array![[4_f64.ln(), 1.0], [0.0, 1.0], [4_f64.ln(), 1.0]];
    let mistakes = [
        (0.8, "all weights sum to 1, and the copy gets as much as the first key"),
        (
            0.4,
            "the two don't share what one had: the sum of the exponentials grows, and the other key loses too",
        ),
        (0.333, "the three keys are not alike"),
    ];
    predicted(BESIDE_A_COPY, weight(&query(), &copied), 1e-3, &mistakes)
}

fn the_same_move_of_both_keys_is_predicted(_: &mut StdRng) -> Verdict {
    let moved = keys() + array![3.0, -2.0];
    let mistakes = [(0.5, "the two keys are still as different as they were")];
    predicted(WITH_BOTH_KEYS_MOVED, weight(&query(), &moved), 1e-3, &mistakes)
}

/// The weight of the first key.
fn weight(q: &Array2<f64>, k: &Array2<f64>) -> f64 {
    let (_, a) = attend(q, k, &Array2::zeros((k.nrows(), 1)), Mask::Full);
    a[[0, 0]]
}

/// With the scale of 1/√2 the scores differ by ln 4.
fn query() -> Array2<f64> {
    array![[2_f64.sqrt(), 0.5]]
}

fn keys() -> Array2<f64> {
    array![[4_f64.ln(), 1.0], [0.0, 1.0]]
}
