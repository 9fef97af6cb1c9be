//! Four heads with weights made by hand look at one sentence in four ways.

use std::f64::consts::TAU;

use attention::Mask;
use figures::{Colour, Figure, Matrix};
use foundations::{Layer, Linear};
use multi_head::MultiHead;
use ndarray::{Array1, Array2, Array3, s};

const WORDS: [&str; 9] =
    ["the", "cat", "drank", "the", "milk", "because", "it", "was", "thirsty"];
const SEEKS: [&str; 4] = ["previous", "same word", "first", "it → cat"];
const CHANNEL: [usize; 9] = [0, 1, 2, 0, 3, 4, 5, 6, 7]; // one for each different word
// channels a head: one for each of the 8 different words, two for the position
const D: usize = 10;
const STEP: f64 = TAU / 10.0; // positions lie on a circle, a tenth of it apart
// the length of a query: the longer, the closer softmax comes to a choice
const SHARP: f64 = 150.0;

fn main() -> std::io::Result<()> {
    let c = 4 * D;
    let mut x = Array3::zeros((1, 9, c));
    for t in 0..9 {
        x[[0, t, CHANNEL[t]]] = 1.0;
        x[[0, t, 8]] = (STEP * t as f64).sin();
        x[[0, t, 9]] = (STEP * t as f64).cos();
    }
    let mut qkv = Linear { w: Array2::zeros((c, 3 * c)), b: Array1::zeros(3 * c) };
    for h in 0..4 {
        for part in [c + h * D, 2 * c + h * D] {
            // keys and values: word and position
            qkv.w.slice_mut(s![..D, part..part + D]).assign(&Array2::eye(D));
        }
    }
    let (cos, sin) = (SHARP * STEP.cos(), SHARP * STEP.sin());
    for (from, to, weight) in [(8, 8, cos), (9, 8, -sin), (8, 9, sin), (9, 9, cos)] {
        qkv.w[[from, to]] = weight; // previous: the own position, turned back by one step
    }
    // same word: the own word
    qkv.w.slice_mut(s![..8, D..D + 8]).assign(&(SHARP * Array2::eye(8)));
    qkv.b[2 * D + 9] = SHARP; // first: the same query for all, position 0
    // it → cat: only "it" asks, and it asks for "cat"
    qkv.w[[CHANNEL[6], 3 * D + CHANNEL[1]]] = SHARP;

    let out = Linear { w: Array2::eye(c), b: Array1::zeros(c) };
    let (y, cache) = MultiHead { qkv, out, heads: 4, mask: Mask::Causal }.forward(&x);
    let a = cache.weights();
    println!("{:9}{}", "", SEEKS.map(|seeks| format!("{seeks:>11}")).concat());
    for t in 0..9 {
        let found =
            |h: usize| (0..=t).rev().find(|&s| y[[0, t, h * D + CHANNEL[s]]] > 0.99);
        let found = [0, 1, 2, 3]
            .map(|h| format!("{:>11}", found(h).map_or("a mixture", |s| WORDS[s])));
        println!("{:9}{}", WORDS[t], found.concat());
        assert!(a[[0, 0, t, t.saturating_sub(1)]] > 0.999 && a[[0, 2, t, 0]] > 0.999);
        assert!(
            (a[[0, 3, t, 0]] - if t == 6 { 0.0 } else { 1.0 / (t + 1) as f64 }).abs()
                < 1e-12
        );
    }
    assert_eq!((a[[0, 1, 3, 0]], a[[0, 1, 3, 3]], a[[0, 3, 6, 1]]), (0.5, 0.5, 1.0));

    let map = |h: usize| {
        let map =
            Matrix::new(&a.slice(s![0, h, .., ..])).title(SEEKS[h]).colour(Colour::Weight);
        map.rows(WORDS).columns(WORDS).mask(|t, s| s > t).up_to(1.0)
    };
    let seen = "Weights of four heads: on the word before, the same word, the first word, \
        and from it to cat.";
    Figure::new("heads-look-differently", seen).panels(2, (0..4).map(map)).save().map(drop)
}
