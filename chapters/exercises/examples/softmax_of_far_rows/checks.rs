//! Rows near to each other and far apart, against chapter 0's softmax.

use exercises::{Verdict, checks, for_sizes, normal, same};
use ndarray::Array2;
use rand::rngs::StdRng;

use super::student::softmax;

checks![
    usual_scores_get_their_weights,
    large_scores_do_not_overflow,
    a_row_far_below_the_others_has_weights,
    a_row_below_the_others_loses_no_digits,
    scores_far_apart_in_one_row_are_numbers,
];

fn usual_scores_get_their_weights(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 1..=5, rng, |k, rng| {
        compared("scores of a usual size: p", &(normal((3, k), rng) * 4.0))
    })
}

fn large_scores_do_not_overflow(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 1..=5, rng, |k, rng| {
        compared("scores near 900: p", &(normal((2, k), rng) + 900.0))
    })
}

fn a_row_far_below_the_others_has_weights(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 1..=5, rng, |k, rng| {
        let mut scores = normal((2, k), rng);
        scores.row_mut(1).mapv_inplace(|score| score - 800.0);
        compared("the second row 800 below the first: p", &scores)
    })
}

fn a_row_below_the_others_loses_no_digits(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 2..=5, rng, |k, rng| {
        let mut scores = normal((2, k), rng);
        scores.row_mut(1).mapv_inplace(|score| score - 735.0);
        compared("the second row 735 below the first: p", &scores)
    })
}

fn scores_far_apart_in_one_row_are_numbers(rng: &mut StdRng) -> Verdict {
    for_sizes("K", 2..=5, rng, |k, rng| {
        for far in [-2000.0, 2000.0] {
            let mut scores = normal((k, k), rng);
            scores.diag_mut().mapv_inplace(|score| score + far); // in each place once
            compared(&format!("one score of a row {far} from the others: p"), &scores)?;
        }
        Ok(())
    })
}

fn compared(what: &str, scores: &Array2<f64>) -> Verdict {
    same(what, &softmax(scores), &foundations::softmax(scores))
}
