//! Every gradient against small differences of the forward.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array1, Array2, Axis, concatenate, s};
use rand::{RngExt, rngs::StdRng};

use super::student::qkv_backward;

checks![
    the_three_pulls_on_a_token_add_up,
    each_matrix_gets_its_own_gradient,
    every_token_adds_to_the_biases,
];

struct Case {
    x: Array2<f64>,
    w: Array2<f64>,
    /// Of q, k and v.
    d: [Array2<f64>; 3],
}

impl Case {
    fn new(c: usize, rng: &mut StdRng) -> Case {
        let t = rng.random_range(2..=3);
        let d = [(); 3].map(|()| normal((t, c), rng));
        Case { x: normal((t, c), rng), w: normal((c, 3 * c), rng), d }
    }

    fn backward(&self) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
        let [dq, dk, dv] = &self.d;
        qkv_backward(&self.x, &self.w, dq, dk, dv)
    }

    /// A matrix, 0 for the queries', 1 for the keys', 2 for the values'.
    fn matrix(&self, which: usize) -> Array2<f64> {
        let c = self.x.ncols();
        self.w.slice(s![.., which * c..(which + 1) * c]).to_owned()
    }

    /// L = Σ dq ∘ q + dk ∘ k + dv ∘ v, whose gradients by q, k and v are dq, dk and dv.
    fn loss(&self, x: &Array2<f64>, w: &Array2<f64>) -> f64 {
        let [dq, dk, dv] = &self.d;
        (x.dot(w) * concatenate![Axis(1), *dq, *dk, *dv]).sum()
    }
}

fn the_three_pulls_on_a_token_add_up(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let right = differences(&case.x, |x| case.loss(x, &case.w));
        let road = |which: usize| case.d[which].dot(&case.matrix(which).t());
        let mistakes = [
            (
                "only the query's road comes back; x is the keys' and the values' too",
                road(0),
            ),
            ("the values' road is missing", &right - &road(2)),
            ("the keys' road is missing", &right - &road(1)),
            ("the three roads have a mean; they add up", &right / 3.0),
        ];
        same_gradient("dx", &case.backward().0, &right, &mistakes)
    })
}

fn each_matrix_gets_its_own_gradient(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let right = differences(&case.w, |w| case.loss(&case.x, w));
        let [dq, dk, dv] = &case.d;
        let swapped = case.x.t().dot(&concatenate![Axis(1), *dk, *dq, *dv]);
        let mistakes = [("the keys' gradient stands in the queries' columns", swapped)];
        same_gradient("dw", &case.backward().1, &right, &mistakes)
    })
}

fn every_token_adds_to_the_biases(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let [dq, dk, dv] = &case.d;
        let right = concatenate![Axis(1), *dq, *dk, *dv].sum_axis(Axis(0));
        let tokens = case.x.nrows() as f64;
        let mistakes =
            [("it is a mean over the tokens; each of them adds", &right / tokens)];
        same_or("db", &case.backward().2, &right, &mistakes)
    })
}
