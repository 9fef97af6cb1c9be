//! The weights place by place, and then against the chapter's batch.

use exercises::{Verdict, checks, for_sizes, same, same_number, same_or};
use fine_tuning::{Pair, supervised};
use ndarray::{Array1, Axis, array, s};
use rand::{RngExt, rngs::StdRng};

use super::student::weights;

checks![
    no_token_of_the_question_counts,
    the_last_token_of_the_answer_counts,
    the_first_token_of_the_answer_counts,
    an_answer_of_one_token_counts,
    any_pair_as_in_the_chapter,
];

fn no_token_of_the_question_counts(rng: &mut StdRng) -> Verdict {
    for_sizes("the prompt's length", 2..=5, rng, |n, rng| {
        let got = weights(&tokens(n, rng), &tokens(3, rng));
        let of_the_question = got.slice(s![..n - 1]).to_owned();
        same(
            "w at the targets that are tokens of the question",
            &of_the_question,
            &Array1::zeros(n - 1),
        )
    })
}

fn the_last_token_of_the_answer_counts(rng: &mut StdRng) -> Verdict {
    for_sizes("the answer's length", 2..=5, rng, |n, rng| {
        let got = weights(&tokens(3, rng), &tokens(n, rng));
        if got[got.len() - 1] > 0.0 {
            Ok(())
        } else {
            Err(format!(
                "the last weight is {}: the token that stops the answer must be learnt too",
                got[got.len() - 1]
            ))
        }
    })
}

fn the_first_token_of_the_answer_counts(_: &mut StdRng) -> Verdict {
    let mistakes = [
        (
            "the 7 is a target where the 6 is the input, at place 1: it belongs to the answer, and must count",
            array![0.0, 0.0, 1.0],
        ),
        ("everything counts, the question too", array![1.0, 1.0, 1.0] / 3.0),
        ("the weights do not sum to 1", array![0.0, 1.0, 1.0]),
    ];
    same_or(
        "prompt 5 6, answer 7 8: w",
        &weights(&[5, 6], &[7, 8]),
        &array![0.0, 0.5, 0.5],
        &mistakes,
    )
}

fn an_answer_of_one_token_counts(rng: &mut StdRng) -> Verdict {
    for_sizes("the prompt's length", 1..=4, rng, |n, rng| {
        let got = weights(&tokens(n, rng), &tokens(1, rng));
        if got.len() != n {
            return Err(format!(
                "{n} tokens of the question and one of the answer make {n} targets; there are {} weights",
                got.len()
            ));
        }
        same_number("the weight of the only token of the answer", got[n - 1], 1.0)
    })
}

fn any_pair_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    for_sizes("the answer's length", 1..=5, rng, |n, rng| {
        let pair =
            Pair { prompt: tokens(rng.random_range(1..5), rng), answer: tokens(n, rng) };
        let right = supervised::<f64>(std::slice::from_ref(&pair), 99)
            .weights
            .index_axis_move(Axis(0), 0);
        same("w", &weights(&pair.prompt, &pair.answer), &right)
    })
}

fn tokens(n: usize, rng: &mut StdRng) -> Vec<usize> {
    (0..n).map(|_| rng.random_range(0..9)).collect()
}
