//! The game of "what does she hold?", and one step of learning to play it.

use attention::SelfAttention;
use foundations::{Layer, Params, normal};
use ndarray::{Array2, Array3, s};
use rand::{Rng, seq::SliceRandom};

/// How many numbers a person holds.
pub(crate) const D: usize = 8;

/// Tokens `(B, T, C)` and answers `(B, D)`.
type Games = (Array3<f64>, Array2<f64>);

// ANCHOR: games
/// People with a name and D numbers stand in random order; the last token
/// holds numbers too, and asks for one of the names.
/// Returns the tokens `(B, T, C)`, and the right answers `(B, D)`.
pub(crate) fn games(batch: usize, people: usize, rng: &mut impl Rng) -> Games {
    // channels: the name, "I ask", the numbers
    let mut x = Array3::zeros((batch, people + 1, people + 1 + D));
    let numbers = normal((batch, people + 1, D), 1.0, rng);
    x.slice_mut(s![.., .., people + 1..]).assign(&numbers);
    let mut names: Vec<usize> = (0..people).collect();
    for mut x in x.outer_iter_mut() {
        names.shuffle(rng);
        (0..people).for_each(|t| x[[t, names[t]]] = 1.0);
        x[[people, names[0]]] = 1.0; // the order is random, so the first is anyone
        x[[people, people]] = 1.0;
    }
    let answers = x.slice(s![.., 0, people + 1..]).to_owned();
    (x, answers)
}
// ANCHOR_END: games

// ANCHOR: step
/// One step of gradient descent on the mean squared error of the answers.
/// Returns the error before it.
pub(crate) fn step(head: &mut SelfAttention<f64>, (x, answers): &Games, rate: f64) -> f64 {
    let (y, cache) = head.forward(x); // (B, T, D)
    let asker = s![.., -1, ..]; // only what the asker gets counts
    let error = &y.slice(asker) - answers; // (B, D)
    let mut dy = Array3::zeros(y.raw_dim());
    dy.slice_mut(asker).assign(&(2.0 / error.len() as f64 * &error));
    let (_, mut gradient) = head.backward(cache, &dy);
    gradient.scale(-rate);
    head.accumulate(&gradient); // θ ← θ − rate·∂L/∂θ
    error.pow2().mean().expect("a batch")
}
// ANCHOR_END: step

/// For each name, where the asker looks, `(people, people + 1)`: at the people in order of
/// name, and at itself.
pub(crate) fn looks(head: &SelfAttention<f64>, people: usize) -> Array2<f64> {
    let mut x = Array3::zeros((people, people + 1, people + 1 + D));
    for asked in 0..people {
        (0..people).for_each(|t| x[[asked, t, t]] = 1.0);
        x[[asked, people, asked]] = 1.0;
        x[[asked, people, people]] = 1.0;
    }
    head.forward(&x).1.weights().slice(s![.., -1, ..]).to_owned()
}
