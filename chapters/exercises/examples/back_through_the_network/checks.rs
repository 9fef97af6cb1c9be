//! Every gradient against small differences of the forward.

use exercises::{Verdict, checks, differences, for_sizes, normal, same_gradient, same_or};
use ndarray::{Array1, Array2, Axis};
use rand::rngs::StdRng;

use super::student::feed_forward_backward;

checks![
    the_second_maps_gradients_are_those_of_small_differences,
    the_first_maps_gradients_are_those_of_small_differences,
    the_inputs_gradient_is_that_of_small_differences,
    a_unit_at_exactly_zero_lets_nothing_through,
];

const FORGOTTEN: &str = "the bend is forgotten: units that were off have gradients too";
const ITSELF: &str =
    "negative gradients became 0; what counts is the sign of what went into the bend";

#[derive(Clone)]
struct Case {
    x: Array2<f64>,
    w_1: Array2<f64>,
    b_1: Array1<f64>,
    w_2: Array2<f64>,
    dy: Array2<f64>,
}

/// A network with x = (T, 3) and M = 4, and no unit so near its bend that a small
/// difference crosses it.
fn case(t: usize, rng: &mut StdRng) -> Case {
    loop {
        let (x, dy) = (normal((t, 3), rng), normal((t, 3), rng));
        let (w_1, b_1) = (normal((3, 4), rng), normal(4, rng));
        let case = Case { x, w_1, b_1, w_2: normal((4, 3), rng), dy };
        if case.hidden().iter().all(|h| h.abs() > 1e-3) {
            return case;
        }
    }
}

impl Case {
    fn hidden(&self) -> Array2<f64> {
        self.x.dot(&self.w_1) + &self.b_1 // (T, M)
    }

    /// L = Σ dy ∘ y, whose gradient by y is dy; the constant b_2 is left out.
    fn loss(&self) -> f64 {
        (self.hidden().mapv(|h| h.max(0.0)).dot(&self.w_2) * &self.dy).sum()
    }

    /// What comes back to the hidden numbers, with two mistakes.
    fn dhidden(&self) -> [(&'static str, Array2<f64>); 2] {
        let dbent = self.dy.dot(&self.w_2.t());
        let bent = dbent.mapv(|d| d.max(0.0));
        [(FORGOTTEN, dbent), (ITSELF, bent)]
    }
}

fn the_second_maps_gradients_are_those_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let case = case(t, rng);
        let (.., dw_2, db_2) =
            feed_forward_backward(&case.x, &case.w_1, &case.b_1, &case.w_2, &case.dy);
        let mistakes = [(
            "it is taken with the hidden numbers before the bend; the map read those after it",
            case.hidden().t().dot(&case.dy),
        )];
        let right =
            differences(&case.w_2, |w| Case { w_2: w.clone(), ..case.clone() }.loss());
        same_gradient("dw_2", &dw_2, &right, &mistakes)?;
        same_gradient("db_2", &db_2, &case.dy.sum_axis(Axis(0)), &[])
    })
}

fn the_first_maps_gradients_are_those_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let case = case(t, rng);
        let (_, dw_1, db_1, ..) =
            feed_forward_backward(&case.x, &case.w_1, &case.b_1, &case.w_2, &case.dy);
        let mistakes = case.dhidden().map(|(why, d)| (why, case.x.t().dot(&d)));
        let right =
            differences(&case.w_1, |w| Case { w_1: w.clone(), ..case.clone() }.loss());
        same_gradient("dw_1", &dw_1, &right, &mistakes)?;
        let mistakes = case.dhidden().map(|(why, d)| (why, d.sum_axis(Axis(0))));
        let right =
            differences(&case.b_1, |b| Case { b_1: b.clone(), ..case.clone() }.loss());
        same_gradient("db_1", &db_1, &right, &mistakes)
    })
}

fn the_inputs_gradient_is_that_of_small_differences(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let case = case(t, rng);
        let (dx, ..) =
            feed_forward_backward(&case.x, &case.w_1, &case.b_1, &case.w_2, &case.dy);
        let mistakes = case.dhidden().map(|(why, d)| (why, d.dot(&case.w_1.t())));
        let right = differences(&case.x, |x| Case { x: x.clone(), ..case.clone() }.loss());
        same_gradient("dx", &dx, &right, &mistakes)
    })
}

fn a_unit_at_exactly_zero_lets_nothing_through(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 2..=4, rng, |t, rng| {
        let mut case = case(t, rng);
        case.x.row_mut(0).fill(0.0);
        case.b_1.fill(0.0);
        let (dx, _, db_1, ..) =
            feed_forward_backward(&case.x, &case.w_1, &case.b_1, &case.w_2, &case.dy);
        let back = |open: fn(f64) -> bool| {
            let slopes = case.hidden().mapv(|h| f64::from(u8::from(open(h))));
            case.dy.dot(&case.w_2.t()) * slopes
        };
        let (right, at_zero) = (back(|h| h > 0.0), back(|h| h >= 0.0));
        let why = "a unit at exactly 0 is not positive, and lets nothing through";
        let mistakes = [(why, at_zero.sum_axis(Axis(0)))];
        let what = "no bias, and a first token of zeros:";
        same_or(&format!("{what} db_1"), &db_1, &right.sum_axis(Axis(0)), &mistakes)?;
        let mistakes = [(why, at_zero.dot(&case.w_1.t()))];
        same_or(&format!("{what} dx"), &dx, &right.dot(&case.w_1.t()), &mistakes)
    })
}
