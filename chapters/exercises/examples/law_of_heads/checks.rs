//! The student's law, tried on multi-head attention with several scales, and on three that
//! are none.

use attention::Mask;
use exercises::{Verdict, checks, normal, tells_apart};
use foundations::{naive::linear, softmax_in_place};
use multi_head::MultiHead;
use ndarray::{Array2, Array3, ArrayView2, Axis, s};
use rand::rngs::StdRng;

use super::student::{Forward, law};

checks![
    it_sees_heads_that_all_look_at_the_same,
    it_sees_sequences_that_see_each_other,
    it_sees_a_forgotten_mixing,
];

fn it_sees_heads_that_all_look_at_the_same(rng: &mut StdRng) -> Verdict {
    let of_the_first: Forward =
        |layer, x| each(x, |x| mixed(layer, &heads(layer, x, 1.0, |_| 0)));
    tried("a forward in which all heads look where the first one does", of_the_first, rng)
}

fn it_sees_sequences_that_see_each_other(rng: &mut StdRng) -> Verdict {
    let as_one_text: Forward = |layer, x| {
        let long = foundations::rows(x);
        mixed(layer, &heads(layer, long.view(), 1.0, |h| h))
            .into_shape_with_order(x.raw_dim())
            .expect("B·T rows")
    };
    tried("a forward in which the sequences of a batch see each other", as_one_text, rng)
}

fn it_sees_a_forgotten_mixing(rng: &mut StdRng) -> Verdict {
    let unmixed: Forward = |layer, x| each(x, |x| heads(layer, x, 1.0, |h| h));
    tried("a forward that does not mix the heads", unmixed, rng)
}

/// What the law is tried on.
struct Case {
    layer: MultiHead<f64>,
    x: Array3<f64>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (batch, tokens, c) = self.x.dim();
        write!(
            f,
            "B = {batch}, T = {tokens}, C = {c}, H = {}, {:?}",
            self.layer.heads, self.layer.mask
        )
    }
}

fn tried(mistake: &str, wrong: Forward, rng: &mut StdRng) -> Verdict {
    let right: Forward = |layer, x| each(x, |x| mixed(layer, &heads(layer, x, 1.0, |h| h)));
    let sharper: Forward =
        |layer, x| each(x, |x| mixed(layer, &heads(layer, x, 2.0, |h| h)));
    let sizes = [(1, 1, 1), (1, 2, 1), (2, 1, 2), (2, 2, 2), (2, 3, 2), (3, 2, 3)];
    let cases: Vec<Case> = sizes
        .iter()
        .flat_map(|&size| [(size, Mask::Full), (size, Mask::Causal)])
        .map(|((batch, tokens, heads), mask)| case(batch, tokens, heads, mask, rng))
        .collect();
    let law = |forward: &Forward, case: &Case| law(*forward, &case.layer, &case.x);
    let rounded: Forward =
        |layer, x| each(x, |x| mixed(layer, &heads(layer, x, 1.0, |h| h)) * (1.0 + 1e-12));
    tells_apart(mistake, law, &[right, sharper, rounded], &wrong, &cases, rng)
        .map_err(|said| said.replace("right code", SCALED))
}

/// The right codes differ in the scale of their scores.
const SCALED: &str = "right code (the scores may have another scale than 1/√D)";

fn case(batch: usize, tokens: usize, heads: usize, mask: Mask, rng: &mut StdRng) -> Case {
    let c = 2 * heads;
    let mut layer = MultiHead::new(c, heads, mask, rng);
    (layer.qkv.b, layer.out.b) = (normal(3 * c, rng), normal(c, rng));
    Case { layer, x: normal((batch, tokens, c), rng) }
}

/// Each sequence of the batch on its own.
fn each(
    x: &Array3<f64>,
    forward: impl Fn(ArrayView2<'_, f64>) -> Array2<f64>,
) -> Array3<f64> {
    let mut y = Array3::zeros(x.raw_dim());
    for (x, mut y) in x.axis_iter(Axis(0)).zip(y.axis_iter_mut(Axis(0))) {
        y.assign(&forward(x));
    }
    y
}

/// The heads side by side; head h looks with the queries and keys of head `eyes(h)`.
fn heads(
    layer: &MultiHead<f64>,
    x: ArrayView2<'_, f64>,
    sharpness: f64,
    eyes: impl Fn(usize) -> usize,
) -> Array2<f64> {
    let (tokens, c) = x.dim();
    let d = c / layer.heads;
    let qkv = linear(&x.to_owned(), &layer.qkv.w, &layer.qkv.b); // (T, 3C)
    let mut concat = Array2::zeros((tokens, c));
    for h in 0..layer.heads {
        let part = |which: usize, h: usize| {
            qkv.slice(s![.., which * c + h * d..which * c + (h + 1) * d])
        };
        let mut a =
            part(0, eyes(h)).dot(&part(1, eyes(h)).t()) * (sharpness / (d as f64).sqrt());
        for (t, mut row) in a.rows_mut().into_iter().enumerate() {
            let visible = layer.mask.visible(t, tokens, tokens);
            row.slice_mut(s![visible..]).fill(f64::NEG_INFINITY);
            softmax_in_place(&mut row);
        }
        concat.slice_mut(s![.., h * d..(h + 1) * d]).assign(&a.dot(&part(2, h)));
    }
    concat
}

fn mixed(layer: &MultiHead<f64>, concat: &Array2<f64>) -> Array2<f64> {
    linear(concat, &layer.out.w, &layer.out.b)
}
