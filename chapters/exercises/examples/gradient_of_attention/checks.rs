//! Every derivative against central differences of chapter 1's forward.

use attention::{Mask, attend};
use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient};
use ndarray::Array2;
use rand::rngs::StdRng;

use super::student::attention_backward;

checks![
    the_values_gradient_is_that_of_small_differences,
    the_queries_gradient_is_that_of_small_differences,
    the_keys_gradient_is_that_of_small_differences,
];

fn the_values_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(2, "dv", rng)
}

fn the_queries_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(0, "dq", rng)
}

fn the_keys_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    gradient(1, "dk", rng)
}

/// The gradient of input number `which` (q, k or v), for widths from 1 on: at D = 1 a
/// forgotten √D can't be seen.
fn gradient(which: usize, what: &str, rng: &mut StdRng) -> Verdict {
    for_sizes("D", 1..=4, rng, |d, rng| {
        let inputs = [normal((3, d), rng), normal((3, d), rng), normal((3, 2), rng)];
        let dy: Array2<f64> = normal((3, 2), rng);
        let (_, a) = forward(&inputs);
        let (dq, dk, dv) = attention_backward(&inputs[0], &inputs[1], &inputs[2], &a, &dy);
        let right = differences(&inputs[which], |x| {
            let mut nudged = inputs.clone();
            nudged[which].assign(x);
            (forward(&nudged).0 * &dy).sum()
        });
        let root = (d as f64).sqrt();
        let mistakes = [
            ("it is √D times too large", &right * root),
            ("it is √D times too small", &right / root),
            ("its sign is reversed", -&right),
        ];
        same_gradient(what, &[dq, dk, dv][which], &right, &mistakes)
    })
}

fn forward(inputs: &[Array2<f64>; 3]) -> (Array2<f64>, Array2<f64>) {
    attend(&inputs[0], &inputs[1], &inputs[2], Mask::Full)
}
