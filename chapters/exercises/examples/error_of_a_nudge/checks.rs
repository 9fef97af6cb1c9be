//! The differences, computed.

use exercises::{Verdict, checks, chosen, predicted};
use rand::rngs::StdRng;

use super::student::{CENTRAL, IN_SINGLE, ONE_SIDED};

checks![
    the_central_difference_is_predicted,
    the_one_sided_difference_is_predicted,
    the_error_in_single_precision_is_predicted,
];

const H: f64 = 0.1;

fn the_central_difference_is_predicted(_: &mut StdRng) -> Verdict {
    let central = (cube(1.0 + H) - cube(1.0 - H)) / (2.0 * H);
    let mistakes = [
        (3.0, "that is the slope itself. h² and h³ are small, but h³ / h does not vanish"),
        (
            3.31,
            "that is the one-sided difference. In the central one 3h² stands in both cubes, and cancels",
        ),
        (6.02, "divide by 2h: x moves by that much"),
    ];
    predicted(CENTRAL, central, 1e-3, &mistakes)
}

fn the_one_sided_difference_is_predicted(_: &mut StdRng) -> Verdict {
    let one_sided = (cube(1.0 + H) - 1.0) / H;
    let mistakes = [
        (3.0, "that is the slope itself. What is left of 3h² after the division by h?"),
        (3.01, "that is the central difference. Here nothing cancels 3h²"),
        (3.3, "nearly: h³ / h is left too"),
    ];
    predicted(ONE_SIDED, one_sided, 1e-3, &mistakes)
}

fn the_error_in_single_precision_is_predicted(_: &mut StdRng) -> Verdict {
    let h = 1e-5_f32;
    let difference = ((1.0 + h).powi(3) - (1.0 - h).powi(3)) / (2.0 * h);
    let computed = match (difference - 3.0).abs() {
        ..1e-9 => 'a',
        ..1e-5 => 'b',
        ..0.2 => 'c',
        _ => 'd',
    };
    let others = [
        ('a', "h² is the formula's error. Which numbers can f32 tell apart near 1?"),
        (
            'b',
            "each cube is rounded by about that much, but then the difference is divided by 2h",
        ),
        (
            'd',
            "h is a hundred times the spacing of the numbers near 1: the two cubes do differ",
        ),
    ];
    chosen(IN_SINGLE, computed, &others)
}

fn cube(x: f64) -> f64 {
    x * x * x
}
