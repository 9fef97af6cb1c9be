//! Counted, cut, looked at.

use std::f64::consts::TAU;

use exercises::{Verdict, checks, normal, predicted};
use feed_forward::{Activation, FeedForward, naive::feed_forward};
use foundations::{Linear, Params};
use ndarray::{Array2, array};
use rand::rngs::StdRng;

use super::student::{DEADLY_BIAS, NUMBERS, PIECES};

checks![the_numbers_are_predicted, the_pieces_are_predicted, the_deadly_bias_is_predicted];

fn the_numbers_are_predicted(rng: &mut StdRng) -> Verdict {
    let counted =
        FeedForward::<f64>::new(96, Activation::Relu, rng).parameter_count() as f64;
    let matrices = 2.0 * 96.0 * 384.0;
    let mistakes = [
        (matrices, "the biases are missing"),
        (
            matrices + 2.0 * 384.0,
            "the second bias has one number for each channel, not for each unit",
        ),
        (
            matrices + 2.0 * 96.0,
            "the first bias has one number for each unit, not for each channel",
        ),
        (matrices / 2.0 + 384.0, "that is the way up; there is a way down too"),
        (matrices / 2.0, "that is one matrix, and no biases"),
    ];
    predicted(NUMBERS, counted, 0.5, &mistakes)
}

/// Five kinks at 1, 2, 3, 4 and 5, with slopes from a draw: the slope changes at each.
fn the_pieces_are_predicted(rng: &mut StdRng) -> Verdict {
    let network = FeedForward {
        up: Linear { w: Array2::ones((1, 5)), b: array![-1.0, -2.0, -3.0, -4.0, -5.0] },
        down: Linear { w: normal((5, 1), rng), b: array![0.0] },
        activation: Activation::Relu,
    };
    let y = |x: f64| feed_forward(&network, &array![x])[0];
    let slope = |piece: i32| y(f64::from(piece) + 0.75) - y(f64::from(piece) + 0.25);
    let pieces =
        1 + (0..7).filter(|&piece| (slope(piece + 1) - slope(piece)).abs() > 1e-9).count();
    let mistakes = [
        (5.0, "five cuts make more than five pieces"),
        (10.0, "each unit bends the line once, not twice"),
        (
            16.0,
            "that is how many regions five lines make in a plane; here is only one channel",
        ),
        (
            32.0,
            "five units, on or off, make 32 patterns; but along a line only a few of them occur",
        ),
    ];
    predicted(PIECES, pieces as f64, 0.1, &mistakes)
}

fn the_deadly_bias_is_predicted(_: &mut StdRng) -> Verdict {
    let around = (0..100_000).map(|step| TAU * f64::from(step) / 1e5);
    let largest =
        around.map(|angle| 3.0 * angle.cos() + 4.0 * angle.sin()).fold(0.0, f64::max);
    let mistakes = [
        (-7.0, "the token (1, 1) is not in the circle"),
        (-4.0, "the token (0, 1) is not the one that the unit likes best"),
        (5.0, "with this bias the unit is on for every token"),
        (7.0, "with this bias the unit is on for every token"),
        (0.0, "with b = 0 the unit is on for half of the circle"),
        (-25.0, "that is the square of the length of (3, 4)"),
    ];
    predicted(DEADLY_BIAS, -largest, 0.01, &mistakes)
}
