//! Slopes and scores, against the formula and chapter 1's attention.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use foundations::softmax;
use ndarray::{Array1, Array2, Axis, array, concatenate, s};
use rand::rngs::StdRng;

use super::student::{attend_near, slopes};

checks![
    slopes_are_a_geometric_series_that_ends_at_2_to_the_minus_8,
    without_a_slope_it_is_causal_attention,
    a_key_one_step_back_weighs_exp_of_minus_the_slope,
    the_distance_is_not_divided_by_root_d,
    any_slope_on_any_tokens,
    large_scores_do_not_overflow,
];

fn slopes_are_a_geometric_series_that_ends_at_2_to_the_minus_8(_: &mut StdRng) -> Verdict {
    for heads in [1, 2, 4, 8] {
        let series = |from: i32| -> Array1<f64> {
            (0..heads)
                .map(|h| 2_f64.powf(-8.0 * f64::from(h + from) / f64::from(heads)))
                .collect()
        };
        let mistakes = [("the series begins at 1: count h from 1, not from 0", series(0))];
        let got = Array1::from(slopes(heads as usize));
        same_or(
            &format!("with H = {heads}, the row of slopes"),
            &got,
            &series(1),
            &mistakes,
        )?;
    }
    Ok(())
}

fn without_a_slope_it_is_causal_attention(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=5, rng, |t, rng| {
        let (q, k, v) = (normal((t, 3), rng), normal((t, 3), rng), normal((t, 2), rng));
        let mut masked_late = softmax(&(q.dot(&k.t()) / 3_f64.sqrt())); // (T, T)
        for ((t, s), a) in masked_late.indexed_iter_mut() {
            if s > t {
                *a = 0.0;
            }
        }
        let mistakes = [
            ("tokens see their future", attend(&q, &k, &v, Mask::Full).0),
            (
                "the weights of the future were set to 0 after the softmax: what is left of a row does not sum to 1",
                masked_late.dot(&v),
            ),
        ];
        let right = attend(&q, &k, &v, Mask::Causal).0;
        same_or("slope 0: y", &attend_near(&q, &k, &v, 0.0), &right, &mistakes)
    })
}

fn a_key_one_step_back_weighs_exp_of_minus_the_slope(_: &mut StdRng) -> Verdict {
    let slope = 2_f64.ln(); // each step back halves the weight
    let (same_keys, v) = (array![[1.0], [1.0], [1.0]], array![[7.0], [0.0], [0.0]]);
    let right = array![[7.0], [7.0 / 3.0], [1.0]];
    let mistakes = [
        (
            "the far keys got more, not less: the sign of the bias is reversed",
            array![[7.0], [14.0 / 3.0], [4.0]],
        ),
        (
            "the bias is not there: all keys weigh the same",
            array![[7.0], [3.5], [7.0 / 3.0]],
        ),
    ];
    same_or(
        "equal keys, slope ln 2, values 7, 0, 0: y",
        &attend_near(&same_keys, &same_keys, &v, slope),
        &right,
        &mistakes,
    )
}

fn the_distance_is_not_divided_by_root_d(_: &mut StdRng) -> Verdict {
    let (same_keys, v) = (Array2::ones((2, 4)), array![[1.0], [0.0]]);
    let mistakes = [
        ("the distance too was divided by √D", array![[1.0], [1.0 / (1.0 + 2_f64.sqrt())]]),
        ("the distance was multiplied with √D", array![[1.0], [0.2]]),
    ];
    let got = attend_near(&same_keys, &same_keys, &v, 2_f64.ln());
    same_or(
        "equal keys, D = 4, slope ln 2, values 1, 0: y",
        &got,
        &array![[1.0], [1.0 / 3.0]],
        &mistakes,
    )
}

fn large_scores_do_not_overflow(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (q, k) = (normal((t, 2), rng) + 40.0, normal((t, 2), rng) + 40.0);
        let v = normal((t, 3), rng);
        let got = attend_near(&q, &k, &v, 0.5);
        same("scores above 2000: y", &got, &with_a_channel_more(&q, &k, &v, 0.5))
    })
}

fn any_slope_on_any_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=6, rng, |t, rng| {
        let (q, k, v) = (normal((t, 3), rng), normal((t, 3), rng), normal((t, 2), rng));
        for slope in [0.0, 0.5, 3.0] {
            same(
                &format!("slope {slope}: y"),
                &attend_near(&q, &k, &v, slope),
                &with_a_channel_more(&q, &k, &v, slope),
            )?;
        }
        Ok(())
    })
}

/// Chapter 1's attention with one channel more: 1 in the query, the key's position times
/// the slope in the key. What is the same for all keys of a query can be left out, so -m·(t
/// - s) is as good as m·s.
fn with_a_channel_more(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    slope: f64,
) -> Array2<f64> {
    let (tokens, d) = q.dim();
    let places =
        Array2::from_shape_fn((tokens, 1), |(s, _)| s as f64 * slope * (d as f64).sqrt());
    let stretch = ((d + 1) as f64 / d as f64).sqrt(); // attend divides by √(D + 1)
    let q = concatenate![Axis(1), *q, Array2::ones((tokens, 1))] * stretch;
    let k = concatenate![Axis(1), *k, places];
    attend(&q.slice(s![.., ..]), &k, v, Mask::Causal).0
}
