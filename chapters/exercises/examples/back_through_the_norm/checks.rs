//! Every gradient against small differences of the forward, and what a norm forgets.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array1, Array2, Axis};
use rand::{RngExt, rngs::StdRng};

use super::student::layer_norm_backward;

checks![
    the_biases_gradient_is_a_sum_over_the_tokens,
    the_gains_gradient_is_that_of_small_differences,
    the_inputs_gradient_is_that_of_small_differences,
    a_large_epsilon_is_no_exception,
];

#[derive(Clone)]
struct Case {
    x: Array2<f64>,
    gain: Array1<f64>,
    epsilon: f64,
    dy: Array2<f64>,
}

fn case(c: usize, epsilon: f64, rng: &mut StdRng) -> Case {
    let t = rng.random_range(1..=3);
    let gain = normal(c, rng) + 1.0;
    Case { x: normal((t, c), rng) + 0.5, gain, epsilon, dy: normal((t, c), rng) }
}

impl Case {
    fn backward(&self) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
        layer_norm_backward(&self.x, &self.gain, self.epsilon, &self.dy)
    }

    /// s of every token, as a column.
    fn scale(&self) -> Array2<f64> {
        let variance = self.x.var_axis(Axis(1), 0.0);
        variance.mapv(|v| 1.0 / (v + self.epsilon).sqrt()).insert_axis(Axis(1))
    }

    fn normed(&self) -> Array2<f64> {
        let mean = self.x.mean_axis(Axis(1)).expect("some channels").insert_axis(Axis(1));
        (&self.x - &mean) * self.scale()
    }

    /// L = Σ dy ∘ y, whose gradient by y is dy; the constant bias is left out.
    fn loss(&self) -> f64 {
        (self.normed() * &self.gain * &self.dy).sum()
    }

    /// dx is right, or one of these mistakes.
    fn inputs(&self) -> Verdict {
        let (dx, ..) = self.backward();
        let (dn, n, s) = (&self.dy * &self.gain, self.normed(), self.scale());
        let mean = |x: &Array2<f64>| {
            x.mean_axis(Axis(1)).expect("some channels").insert_axis(Axis(1))
        };
        let (along_1, along_n) = (mean(&dn), &n * &mean(&(&dn * &n)));
        let no_gain = &self.dy - &mean(&self.dy) - &n * &mean(&(&self.dy * &n));
        let mistakes = [
            (
                "s is taken for a constant; nudging x moves the size too",
                (&dn - &along_1) * &s,
            ),
            (
                "the mean is taken for a constant; nudging x moves it too",
                (&dn - &along_n) * &s,
            ),
            ("mean and size are taken for constants; nudging x moves both", &dn * &s),
            ("the gain is missing in dn = dy ∘ gain", no_gain * &s),
            ("the factor s is missing", &dn - &along_1 - &along_n),
        ];
        let right = differences(&self.x, |x| Case { x: x.clone(), ..self.clone() }.loss());
        same_gradient(&format!("with ε = {}: dx", self.epsilon), &dx, &right, &mistakes)
    }
}

fn the_biases_gradient_is_a_sum_over_the_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let case = case(c, 1e-5, rng);
        let mistakes = [(
            "it is a mean over the tokens; their gradients add up",
            case.dy.mean_axis(Axis(0)).expect("some tokens"),
        )];
        same_or("dbias", &case.backward().2, &case.dy.sum_axis(Axis(0)), &mistakes)
    })
}

fn the_gains_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let case = case(c, 1e-5, rng);
        let (_, dgain, _) = case.backward();
        let mistakes = [(
            "it is taken with x; the gain multiplies n",
            (&case.x * &case.dy).sum_axis(Axis(0)),
        )];
        let right = differences(&case.gain, |gain| {
            Case { gain: gain.clone(), ..case.clone() }.loss()
        });
        same_gradient("dgain", &dgain, &right, &mistakes)
    })
}

fn the_inputs_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 3..=6, rng, |c, rng| case(c, 1e-2, rng).inputs())
}

fn a_large_epsilon_is_no_exception(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=6, rng, |c, rng| case(c, 2.0, rng).inputs())
}
