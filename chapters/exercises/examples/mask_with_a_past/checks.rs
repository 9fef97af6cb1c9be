//! Weights with and without a past, against chapter 1's.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same_or};
use ndarray::Array2;
use rand::rngs::StdRng;

use super::student::causal_weights;

checks![
    a_whole_text_sees_no_future,
    a_single_new_token_sees_all_its_past,
    several_new_tokens_see_their_past_and_themselves,
];

fn a_whole_text_sees_no_future(rng: &mut StdRng) -> Verdict {
    for_sizes("T = S", 1..=5, rng, |t, rng| compared(t, t, rng))
}

fn a_single_new_token_sees_all_its_past(rng: &mut StdRng) -> Verdict {
    for_sizes("S", 2..=5, rng, |s, rng| compared(1, s, rng))
}

fn several_new_tokens_see_their_past_and_themselves(rng: &mut StdRng) -> Verdict {
    for_sizes("S", 3..=6, rng, |s, rng| compared(2, s, rng))
}

fn compared(t: usize, s: usize, rng: &mut StdRng) -> Verdict {
    let (q, k) = (normal((t, 2), rng), normal((s, 2), rng));
    let (_, right) = attend(&q, &k, &Array2::zeros((s, 1)), Mask::Causal);
    let (_, unmasked) = attend(&q, &k, &Array2::zeros((s, 1)), Mask::Full);
    let first_rows = masked(&q, &k, |t| t + 1);
    let one_more = masked(&q, &k, |t| (s - q.nrows() + t + 2).min(s));
    let mistakes = [
        (
            "row t sees the first t + 1 keys, as if the text began with the first query",
            first_rows,
        ),
        ("a token sees what comes after it", one_more),
        ("a token sees what comes after it, all of it", unmasked),
    ];
    same_or(
        &format!("with T = {t}, the matrix of weights"),
        &causal_weights(&q, &k),
        &right,
        &mistakes,
    )
}

/// The weights when row t sees the first `visible(t)` keys.
fn masked(
    q: &Array2<f64>,
    k: &Array2<f64>,
    visible: impl Fn(usize) -> usize,
) -> Array2<f64> {
    let scores = q.dot(&k.t()) / (q.ncols() as f64).sqrt();
    let seen = |(t, s): (usize, usize)| {
        if s < visible(t) { scores[[t, s]] } else { f64::NEG_INFINITY }
    };
    foundations::softmax(&Array2::from_shape_fn(scores.raw_dim(), seen))
}
