//! Biases by hand, and of every size.

use exercises::{Verdict, checks, for_sizes, normal, same, same_or};
use ndarray::{Array2, array};
use rand::{RngExt, rngs::StdRng};

use super::student::with_bias;

checks![one_row_is_a_sum_of_vectors, every_row_gets_the_whole_bias, any_sizes];

fn one_row_is_a_sum_of_vectors(_: &mut StdRng) -> Verdict {
    let got = with_bias(&array![[10.0, 20.0]], &array![1.0, 2.0]);
    let mistakes = [
        ("the bias was multiplied; add it", array![[10.0, 40.0]]),
        ("the bias was subtracted; add it", array![[9.0, 18.0]]),
    ];
    same_or("the row 10 20 with the bias 1 2", &got, &array![[11.0, 22.0]], &mistakes)
}

fn every_row_gets_the_whole_bias(_: &mut StdRng) -> Verdict {
    let x = array![[10.0, 10.0], [20.0, 20.0], [30.0, 30.0]];
    let mistakes = [
        (
            "row t got b[t] in all its columns; column c gets b[c] in all its rows",
            array![[11.0, 11.0], [22.0, 22.0], [31.0, 31.0]],
        ),
        (
            "only the first row got it; every row does",
            array![[11.0, 12.0], [20.0, 20.0], [30.0, 30.0]],
        ),
    ];
    let right = array![[11.0, 12.0], [21.0, 22.0], [31.0, 32.0]];
    let got = with_bias(&x, &array![1.0, 2.0]);
    same_or("rows of 10, of 20 and of 30 with the bias 1 2", &got, &right, &mistakes)
}

fn any_sizes(rng: &mut StdRng) -> Verdict {
    for_sizes("C", 1..=4, rng, |c, rng| {
        let t = rng.random_range(1..=5);
        let (x, b) = (normal((t, c), rng), normal(c, rng));
        let right = Array2::from_shape_fn((t, c), |(t, c)| x[[t, c]] + b[c]);
        same(&format!("x of shape ({t}, {c}) with a bias"), &with_bias(&x, &b), &right)
    })
}
