//! What the chapter's loss says of each.

use exercises::{Verdict, checks, chosen, normal, predicted};
use ndarray::{Array2, Array3};
use rand::{RngExt, rngs::StdRng};
use training_loss::cross_entropy;

use super::student::{BELOW, FIRST, LATER, SCATTER};

checks![
    the_first_loss_is_judged,
    the_loss_after_four_hundred_steps_is_predicted,
    the_scatter_of_larger_batches_is_predicted,
    a_loss_below_the_floor_is_explained,
];

const VOCAB: usize = 34;
const FLOOR: f64 = 0.25;

/// The mean loss of logits on random targets.
fn loss(logits: &Array3<f64>, rng: &mut StdRng) -> f64 {
    let (_, t, v) = logits.dim();
    let targets = Array2::from_shape_simple_fn((1, t), || rng.random_range(0..v));
    cross_entropy(logits, &targets, &Array2::from_elem((1, t), 1.0 / t as f64)).0
}

fn the_first_loss_is_judged(rng: &mut StdRng) -> Verdict {
    let knows_nothing = loss(&Array3::zeros((1, 50, VOCAB)), rng);
    let wild = normal((1, 2000, VOCAB), rng) * 6.0;
    let computed = if knows_nothing < 9.0 && loss(&wild, rng) > 9.0 { 'b' } else { 'a' };
    let others = [
        ('a', "who finds 34 characters equally likely pays ln 34 = 3.53, and no more"),
        ('c', "who finds 34 characters equally likely pays ln 34 = 3.53, which is less"),
    ];
    chosen(FIRST, computed, &others)
}

fn the_loss_after_four_hundred_steps_is_predicted(_: &mut StdRng) -> Verdict {
    let above = (0..4).fold(3.5 - FLOOR, |above, _| above / 2.0);
    let mistakes = [
        (3.5 / 16.0, "the floor does not halve: only what lies above it"),
        (above, "that is what lies above the floor"),
        (FLOOR + 3.5 / 16.0, "at first 3.5 - 0.25 lies above the floor"),
        (FLOOR + 3.25 / 8.0, "400 steps halve it four times"),
        (FLOOR, "not quite: a sixteenth of the way is left"),
    ];
    predicted(LATER, FLOOR + above, 0.01, &mistakes)
}

fn the_scatter_of_larger_batches_is_predicted(rng: &mut StdRng) -> Verdict {
    let scatter = |batch: usize, rng: &mut StdRng| {
        let means = normal((4000, batch), rng).mean_axis(ndarray::Axis(1));
        means.expect("some windows").std(0.0)
    };
    let computed = 0.04 * scatter(32, rng) / scatter(8, rng);
    let mistakes = [
        (
            0.01,
            "it is a mean of four times as many: its variance is a quarter of what it was",
        ),
        (0.04, "a mean of more scatters less"),
        (0.08, "a mean of more scatters less, not more"),
    ];
    predicted(SCATTER, computed, 0.002, &mistakes)
}

fn a_loss_below_the_floor_is_explained(rng: &mut StdRng) -> Verdict {
    // Logits that know the target: no predictor could, but one who sees it.
    let mut seen = Array3::zeros((1, 1, VOCAB));
    let target = rng.random_range(0..VOCAB);
    seen[[0, 0, target]] = 9.0;
    let one = Array2::ones((1, 1));
    let (cheat, _) = cross_entropy(&seen, &Array2::from_elem((1, 1), target), &one);
    let computed = if cheat < FLOOR { 'c' } else { 'a' };
    let others = [
        ('a', "what is known by heart does not help on text that it has not seen"),
        (
            'b',
            "a large learning rate makes a loss larger, not smaller than the best there is",
        ),
    ];
    chosen(BELOW, computed, &others)
}
