//! Two units by hand, and any sizes against the chapter's layer.

use exercises::{Verdict, checks, for_sizes, normal, same_or};
use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear};
use ndarray::{Array1, Array2, Axis, array};
use rand::rngs::StdRng;

use super::student::feed_forward;

checks![
    negative_hidden_numbers_become_0,
    the_output_may_be_negative,
    any_sizes_as_in_the_chapter,
];

const BENT_AGAIN: &str = "the negative outputs became 0 too; only what is inside is bent";

fn negative_hidden_numbers_become_0(_: &mut StdRng) -> Verdict {
    let (w_1, w_2) = (array![[1.0, -1.0]], array![[1.0], [1.0]]);
    let y = feed_forward(
        &array![[-3.0], [2.0]],
        &w_1,
        &Array1::zeros(2),
        &w_2,
        &Array1::zeros(1),
    );
    let mistakes = [
        ("nothing is bent: both maps together are linear", array![[0.0], [0.0]]),
        ("what is positive became 0; what is negative should", array![[-3.0], [-2.0]]),
    ];
    same_or(
        "the units x and −x, both bent and added, give |x|; of −3 and 2: y",
        &y,
        &array![[3.0], [2.0]],
        &mistakes,
    )
}

fn the_output_may_be_negative(_: &mut StdRng) -> Verdict {
    let y = feed_forward(
        &array![[2.0]],
        &array![[1.0]],
        &array![0.0],
        &array![[-1.0]],
        &array![0.5],
    );
    let mistakes = [(BENT_AGAIN, array![[0.0]]), ("b_2 is missing", array![[-2.0]])];
    same_or("−relu(2) + ½: y", &y, &array![[-1.5]], &mistakes)
}

fn any_sizes_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let x: Array2<f64> = normal((t, 3), rng);
        let (w_1, b_1) = (normal((3, 5), rng), normal(5, rng));
        let (w_2, b_2) = (normal((5, 3), rng), normal(3, rng));
        let y = feed_forward(&x, &w_1, &b_1, &w_2, &b_2);
        let relu = |h: Array2<f64>| h.mapv(|h| h.max(0.0));
        let mistakes = [
            ("the bias came after the bend", (relu(x.dot(&w_1)) + &b_1).dot(&w_2) + &b_2),
            ("b_1 is missing", relu(x.dot(&w_1)).dot(&w_2) + &b_2),
            ("b_2 is missing", relu(x.dot(&w_1) + &b_1).dot(&w_2)),
            (BENT_AGAIN, relu(relu(x.dot(&w_1) + &b_1).dot(&w_2) + &b_2)),
        ];
        let (up, down) = (Linear { w: w_1, b: b_1 }, Linear { w: w_2, b: b_2 });
        let layer = FeedForward { up, down, activation: Activation::Relu };
        let (right, _) = layer.forward(&x.insert_axis(Axis(0)));
        same_or("y", &y, &right.index_axis_move(Axis(0), 0), &mistakes)
    })
}
