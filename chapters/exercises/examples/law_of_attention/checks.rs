//! The student's law, tried on attention with several scales, and on three that are none.

use attention::{Mask, attend};
use exercises::{Verdict, checks, normal, tells_apart};
use ndarray::{Array2, Axis};
use rand::rngs::StdRng;

use super::student::{Attention, law};

checks![
    it_sees_weights_that_do_not_sum_to_one,
    it_sees_a_preference_for_late_keys,
    it_sees_queries_that_disturb_each_other,
];

fn it_sees_weights_that_do_not_sum_to_one(rng: &mut StdRng) -> Verdict {
    let undivided: Attention = |q, k, v| {
        let mut a = scores(q, k);
        for mut row in a.rows_mut() {
            let largest = row.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
            row.mapv_inplace(|score| (score - largest).exp());
        }
        a.dot(v)
    };
    tried("an attention that does not divide by the sum", undivided, rng)
}

fn it_sees_a_preference_for_late_keys(rng: &mut StdRng) -> Verdict {
    let late: Attention = |q, k, v| {
        let mut scores = scores(q, k);
        for (s, mut column) in scores.columns_mut().into_iter().enumerate() {
            column += 0.1 * s as f64;
        }
        foundations::softmax(&scores).dot(v)
    };
    tried("an attention that prefers late keys", late, rng)
}

fn it_sees_queries_that_disturb_each_other(rng: &mut StdRng) -> Verdict {
    let shared: Attention = |q, k, v| {
        let scores = scores(q, k);
        let largest = scores.fold(0.0, |largest: f64, score| largest.max(score.abs()));
        foundations::softmax(&(scores / largest)).dot(v)
    };
    tried("an attention that divides all scores by the largest of all queries", shared, rng)
}

/// What the law is tried on.
struct Case {
    q: Array2<f64>,
    k: Array2<f64>,
    v: Array2<f64>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "q = {:.3}\nk = {:.3}\nv = {:.3}", self.q, self.k, self.v)
    }
}

fn tried(mistake: &str, wrong: Attention, rng: &mut StdRng) -> Verdict {
    let root_d: Attention = |q, k, v| attend(q, k, v, Mask::Full).0;
    let unscaled: Attention = |q, k, v| foundations::softmax(&q.dot(&k.t())).dot(v);
    let halved: Attention = |q, k, v| foundations::softmax(&(q.dot(&k.t()) / 2.0)).dot(v);
    let sizes = (1..=3).flat_map(|t| (1..=4).map(move |s| (t, s)));
    let cases: Vec<Case> = sizes
        .map(|(t, s)| Case {
            q: normal((t, 3), rng),
            k: normal((s, 3), rng),
            v: normal((s, 2), rng),
        })
        .collect();
    let law =
        |attention: &Attention, case: &Case| law(*attention, &case.q, &case.k, &case.v);
    let rounded: Attention =
        |q, k, v| attend(q, k, v, Mask::Full).0 * (1.0 + 1e-12 * q.nrows() as f64);
    tells_apart(mistake, law, &[root_d, unscaled, halved, rounded], &wrong, &cases, rng)
        .map_err(|said| said.replace("right code", SCALED))
}

/// The right codes differ in the scale of their scores.
const SCALED: &str = "right code (the scores may have another scale than 1/√D)";

fn scores(q: &Array2<f64>, k: &Array2<f64>) -> Array2<f64> {
    q.dot(&k.t()) / (q.len_of(Axis(1)) as f64).sqrt()
}
