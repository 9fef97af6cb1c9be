//! The window, checked against attention on the rows that the token may see.

use attention::{Mask, attend};
use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use foundations::softmax;
use ndarray::{Array2, array, s};
use rand::rngs::StdRng;

use super::student::sliding_window;

checks![
    a_window_of_one_sees_itself_alone,
    equal_keys_give_the_mean_of_the_window,
    the_scores_are_divided_by_root_d,
    any_window_on_any_tokens,
    large_scores_do_not_overflow,
];

fn a_window_of_one_sees_itself_alone(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (q, k, v) = (normal((t, 2), rng), normal((t, 2), rng), normal((t, 3), rng));
        same("sliding_window(q, k, v, 1)", &sliding_window(&q, &k, &v, 1), &v)
    })
}

fn equal_keys_give_the_mean_of_the_window(_: &mut StdRng) -> Verdict {
    let same_keys = array![[1.0], [1.0], [1.0], [1.0]];
    let v = array![[0.0], [2.0], [4.0], [6.0]];
    let too_wide = array![[0.0], [1.0], [2.0], [4.0]];
    let into_the_future = array![[1.0], [3.0], [5.0], [6.0]];
    same_or(
        "a window of 2 over equal keys, values 0, 2, 4, 6: y",
        &sliding_window(&same_keys, &same_keys, &v, 2),
        &array![[0.0], [1.0], [3.0], [5.0]],
        &[
            ("a token sees window + 1 tokens, one too many", too_wide),
            ("a token sees the one after it, not the one before", into_the_future),
        ],
    )
}

fn the_scores_are_divided_by_root_d(_: &mut StdRng) -> Verdict {
    let q = array![[2.0, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0]];
    let v = array![[0.0], [1.0]];
    let k = array![[0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]]; // scores 0 and 2, divided by √4 they are 0 and 1
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    let mistakes = [
        ("the scores are not divided by √D", array![[0.0], [sigmoid(2.0)]]),
        ("the scores are divided by D, not by its root", array![[0.0], [sigmoid(0.5)]]),
    ];
    same_or(
        "with D = 4, y",
        &sliding_window(&q, &k, &v, 2),
        &array![[0.0], [sigmoid(1.0)]],
        &mistakes,
    )
}

fn large_scores_do_not_overflow(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (q, k) = (normal((t, 2), rng) + 40.0, normal((t, 2), rng) + 40.0);
        let v = normal((t, 3), rng);
        let got = sliding_window(&q, &k, &v, 2);
        same("scores above 2000: y", &got, &row_by_row(&q, &k, &v, 2))
    })
}

fn any_window_on_any_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=6, rng, |t, rng| {
        let (q, k, v) = (normal((t, 3), rng), normal((t, 3), rng), normal((t, 2), rng));
        for window in 1..=t + 1 {
            let what = format!("a window of {window}: y");
            let mut all = softmax(&(q.dot(&k.t()) / 3_f64.sqrt())); // (T, T)
            for ((t, s), a) in all.indexed_iter_mut() {
                if s > t || s + window <= t {
                    *a = 0.0;
                }
            }
            let mistakes = [(
                "the weights outside the window were set to 0 after the softmax: what is left of a row does not sum to 1",
                all.dot(&v),
            )];
            same_or(
                &what,
                &sliding_window(&q, &k, &v, window),
                &row_by_row(&q, &k, &v, window),
                &mistakes,
            )?;
        }
        Ok(())
    })
}

/// Each row by chapter 1's attention, with the keys and values of its window alone.
fn row_by_row(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    window: usize,
) -> Array2<f64> {
    let mut y = Array2::zeros(v.raw_dim());
    for t in 0..q.nrows() {
        let seen = s![(t + 1).saturating_sub(window)..=t, ..];
        let (row, _) =
            attend(&q.slice(s![t..=t, ..]), &k.slice(seen), &v.slice(seen), Mask::Full);
        y.row_mut(t).assign(&row.row(0));
    }
    y
}
