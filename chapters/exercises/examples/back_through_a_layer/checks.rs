//! Every gradient against small differences of the forward.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient};
use ndarray::{Array1, Array2};
use rand::rngs::StdRng;

use super::student::linear_backward;

checks![
    the_inputs_gradient_is_that_of_small_differences,
    the_weights_gradient_is_that_of_small_differences,
    the_biases_gradient_is_that_of_small_differences,
];

const SIGN: &str =
    "the sign is reversed; the gradient points uphill, and the step is somebody else's";
const MEAN: &str = "it is a mean over the tokens; their gradients add up";

/// A layer of I = 3 and J = 2 with some input.
struct Case {
    x: Array2<f64>,
    w: Array2<f64>,
    b: Array1<f64>,
    dy: Array2<f64>,
}

impl Case {
    fn new(n: usize, rng: &mut StdRng) -> Case {
        let (x, w) = (normal((n, 3), rng), normal((3, 2), rng));
        Case { x, w, b: normal(2, rng), dy: normal((n, 2), rng) }
    }

    /// L = Σ dy ∘ y: its gradient by y is dy.
    fn loss(&self, x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> f64 {
        ((x.dot(w) + b) * &self.dy).sum()
    }
}

fn the_inputs_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let case = Case::new(n, rng);
        let (dx, ..) = linear_backward(&case.x, &case.w, &case.dy);
        let right = differences(&case.x, |x| case.loss(x, &case.w, &case.b));
        same_gradient("dx", &dx, &right, &[(SIGN, -&right)])
    })
}

fn the_weights_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let case = Case::new(n, rng);
        let (_, dw, _) = linear_backward(&case.x, &case.w, &case.dy);
        let right = differences(&case.w, |w| case.loss(&case.x, w, &case.b));
        let mistakes = [(SIGN, -&right), (MEAN, &right / n as f64)];
        same_gradient("dw", &dw, &right, &mistakes)
    })
}

fn the_biases_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("N", 1..=4, rng, |n, rng| {
        let case = Case::new(n, rng);
        let (.., db) = linear_backward(&case.x, &case.w, &case.dy);
        let right = differences(&case.b, |b| case.loss(&case.x, &case.w, b));
        let mistakes = [
            (SIGN, -&right),
            (MEAN, &right / n as f64),
            ("it is the last token's alone", case.dy.row(n - 1).to_owned()),
        ];
        same_gradient("db", &db, &right, &mistakes)
    })
}
