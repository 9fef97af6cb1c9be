//! Rows by hand, and of every size.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array1, array};
use rand::{RngExt, rngs::StdRng};

use super::student::mean_of_squares;

checks![one_row_by_hand, every_row_has_a_number_of_its_own, any_sizes];

fn one_row_by_hand(_: &mut StdRng) -> Verdict {
    let mistakes = [
        ("it is the sum of the squares; divide by how many there are", array![25.0]),
        ("it is the square of the mean; take the squares first", array![12.25]),
        ("it is the root of the mean; no root is asked for", array![12.5_f64.sqrt()]),
        ("it is the mean of the numbers themselves; square them first", array![3.5]),
    ];
    same_or(
        "of the row 3 4: m",
        &mean_of_squares(&array![[3.0, 4.0]]),
        &array![12.5],
        &mistakes,
    )
}

fn every_row_has_a_number_of_its_own(_: &mut StdRng) -> Verdict {
    let x = array![[3.0, 4.0], [1.0, -1.0]];
    let mistakes = [
        ("it is a mean over the tokens, a number for every column", array![5.0, 8.5]),
        ("all rows have the number of the first", array![12.5, 12.5]),
    ];
    same_or(
        "of the rows 3 4 and 1 −1: m",
        &mean_of_squares(&x),
        &array![12.5, 1.0],
        &mistakes,
    )
}

fn any_sizes(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=5, rng, |c, rng| {
        let t = rng.random_range(1..=4);
        let x = normal((t, c), rng);
        let right = Array1::from_shape_fn(t, |t| {
            (0..c).map(|c| x[[t, c]] * x[[t, c]]).sum::<f64>() / c as f64
        });
        same(&format!("of x of shape ({t}, {c}): m"), &mean_of_squares(&x), &right)
    })
}
