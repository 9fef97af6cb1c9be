//! Against chapter 5's own, with a linear layer for f.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use foundations::{Layer, Linear};
use ndarray::{Array1, Array2, Array3, Axis};
use rand::rngs::StdRng;
use residual_norm::{LayerNorm, NormPlace, Residual};

use super::student::residual_backward;

checks![
    a_layer_with_nothing_to_say_leaves_dy,
    any_layer_on_any_tokens,
    the_norms_own_gradients_come_through_f,
];

type Gradients = (Array2<f64>, Array1<f64>, Array1<f64>);

/// A half of a block on some tokens.
struct Case {
    half: Residual<f64, Linear<f64>>,
    x: Array3<f64>, // (1, T, C)
    dy: Array3<f64>,
}

fn alone(x: &Array3<f64>) -> Array2<f64> {
    x.index_axis(Axis(0), 0).to_owned()
}

impl Case {
    fn new(c: usize, rng: &mut StdRng) -> Case {
        let norm =
            LayerNorm { gain: normal(c, rng) + 1.0, bias: normal(c, rng), epsilon: 0.1 };
        let inner = Linear { w: normal((c, c), rng), b: normal(c, rng) };
        let half = Residual { norm, inner, place: NormPlace::Pre };
        Case { half, x: normal((1, 3, c), rng), dy: normal((1, 3, c), rng) }
    }

    /// What f's backward makes of dy.
    fn dn(&self) -> Array3<f64> {
        let (n, _) = self.half.norm.forward(&self.x);
        let (_, cache) = self.half.inner.forward(&n);
        self.half.inner.backward(cache, &self.dy).0
    }

    fn students(&self, dn: &Array3<f64>) -> Gradients {
        let LayerNorm { gain, epsilon, .. } = &self.half.norm;
        residual_backward(&alone(&self.x), gain, *epsilon, &alone(&self.dy), &alone(dn))
    }

    /// Chapter 5's.
    fn right(&self) -> Gradients {
        let (_, cache) = self.half.forward(&self.x);
        let (dx, d) = self.half.backward(cache, &self.dy);
        (alone(&dx), d.norm.gain, d.norm.bias)
    }

    /// What comes of a gradient that passes the norm.
    fn through(&self, dn: &Array3<f64>) -> Gradients {
        let (_, cache) = self.half.norm.forward(&self.x);
        let (dx, d) = self.half.norm.backward(cache, dn);
        (alone(&dx), d.gain, d.bias)
    }
}

fn a_layer_with_nothing_to_say_leaves_dy(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let nothing = Array3::zeros(case.x.raw_dim());
        let mistakes = [
            ("the road around the layer is missing", alone(&nothing)),
            (
                "dy was sent through the norm; on the road around there is no norm",
                case.through(&case.dy).0,
            ),
        ];
        let (dx, ..) = case.students(&nothing);
        same_or("with dn = 0: dx", &dx, &alone(&case.dy), &mistakes)
    })
}

fn any_layer_on_any_tokens(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let (dn, right) = (case.dn(), case.right().0);
        let mistakes = [
            ("the road around the layer is missing", case.through(&dn).0),
            ("dn did not pass the norm on its way to x", alone(&(&case.dy + &dn))),
            (
                "dy was sent through the norm; on the road around there is no norm",
                case.through(&(&case.dy + &dn)).0,
            ),
            ("only dy is there: the road through the layer is missing", alone(&case.dy)),
        ];
        same_or("dx", &case.students(&dn).0, &right, &mistakes)
    })
}

fn the_norms_own_gradients_come_through_f(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 2..=4, rng, |c, rng| {
        let case = Case::new(c, rng);
        let (dn, (_, right_gain, right_bias)) = (case.dn(), case.right());
        let ((_, dgain, dbias), given_dy) = (case.students(&dn), case.through(&case.dy));
        let both = case.through(&(&case.dy + &dn));
        let by_dy = "it was made from dy; the gain and the bias reach the loss only through f, so dn is what counts";
        let by_both = "it was made from dy + dn; dy went around the norm and says nothing of its gain and bias";
        let gains = [(by_dy, given_dy.1), (by_both, both.1)];
        same_or("dgain", &dgain, &right_gain, &gains)?;
        same_or("dbias", &dbias, &right_bias, &[(by_dy, given_dy.2), (by_both, both.2)])
    })
}
