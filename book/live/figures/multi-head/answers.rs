//! Chapter 2: four heads, made by hand, on a sentence of the reader's.

use std::f64::consts::TAU;

use attention::Mask;
use foundations::{Layer, Linear};
use multi_head::MultiHead;
use ndarray::{Array1, Array2, Array3, s};
use serde::{Deserialize, Serialize};

use crate::rows;

const HEADS: usize = 4;
const MOST_WORDS: usize = 12;

#[derive(Deserialize)]
pub(crate) struct Settings {
    words: Vec<String>,
    /// What the last head looks for, when it comes to the word "it".
    noun: String,
    /// The length of a query: the longer, the closer softmax comes to a choice.
    sharp: f64,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    /// Who looks at whom, head by head: the word before, the same word, the first word, from "it" to the noun.
    weights: Vec<Vec<Vec<f64>>>, // (H, T, T)
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { words, sharp, .. } = settings;
    if words.is_empty() || words.len() > MOST_WORDS {
        return Err(format!("write 1 to {MOST_WORDS} words"));
    }
    let mut known = words.clone();
    known.sort();
    known.dedup();
    let channel = |word: &str| known.iter().position(|other| other == word);
    let channels: Vec<usize> = words.iter().filter_map(|word| channel(word)).collect();
    let it_looks_for = channel("it").zip(channel(&settings.noun));

    let x = tokens(&channels, known.len());
    let layer = heads(known.len(), words.len(), it_looks_for, *sharp);
    let (_, cache) = layer.forward(&x);
    Ok(Answer { weights: (0..HEADS).map(|h| rows(&cache.weights().slice(s![0, h, .., ..]))).collect() })
}

/// Of each word a 1 in its own channel, and its position on a circle; the channels of the other heads are 0.
fn tokens(channels: &[usize], words: usize) -> Array3<f64> {
    let mut x = Array3::zeros((1, channels.len(), HEADS * (words + 2)));
    for (t, &channel) in channels.iter().enumerate() {
        let (sin, cos) = (step(channels.len()) * t as f64).sin_cos();
        x[[0, t, channel]] = 1.0;
        x[[0, t, words]] = cos;
        x[[0, t, words + 1]] = sin;
    }
    x
}

/// An angle such that no two positions meet on the circle.
fn step(tokens: usize) -> f64 {
    TAU / (tokens + 1) as f64
}

/// The weights of the chapter's example, for any number of words.
fn heads(words: usize, tokens: usize, it_looks_for: Option<(usize, usize)>, sharp: f64) -> MultiHead<f64> {
    let d = words + 2; // of a head: a channel for each word, two for the position
    let c = HEADS * d;
    let mut qkv = Linear { w: Array2::zeros((c, 3 * c)), b: Array1::zeros(3 * c) };
    for h in 0..HEADS {
        for part in [c + h * d, 2 * c + h * d] {
            qkv.w.slice_mut(s![..d, part..part + d]).assign(&Array2::eye(d)); // keys and values: word and position
        }
    }
    let (sin, cos) = step(tokens).sin_cos();
    let back = [(0, 0, cos), (1, 0, sin), (0, 1, -sin), (1, 1, cos)];
    for (from, to, weight) in back {
        qkv.w[[words + from, words + to]] = sharp * weight; // the word before: the own position, turned back a step
    }
    qkv.w.slice_mut(s![..words, d..d + words]).assign(&(sharp * Array2::eye(words))); // the same word: the own word
    qkv.b[2 * d + words] = sharp; // the first word: the same query for all, position 0
    if let Some((it, noun)) = it_looks_for {
        qkv.w[[it, 3 * d + noun]] = sharp;
    }
    let out = Linear { w: Array2::eye(c), b: Array1::zeros(c) };
    MultiHead { qkv, out, heads: HEADS, mask: Mask::Causal }
}
