//! Chapter 9: a query and a key turned by their places, and the score that they have then.

use ndarray::{Array2, s};
use positional_encoding::frequency;
use serde::{Deserialize, Serialize};
use since_gpt2::Rotary;

/// Where a token can stand.
const PLACES: usize = 64;
/// How far both go on, to be compared.
const FURTHER: usize = 10;
/// The head's channels and the base: four pairs, the last of which comes round in about 200 places.
const D: usize = 8;
const BASE: f64 = 100.0;
/// The pair's two channels before the turn.
const QUERY: [f64; 2] = [1.0, 0.2];
const KEY: [f64; 2] = [0.6, 0.8];

#[derive(Deserialize)]
pub(crate) struct Settings {
    query: usize,
    key: usize,
    pair: usize,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    before: [[f64; 2]; 2],
    turned: [[f64; 2]; 2],
    scores: Vec<f64>, // (PLACES): with the key at each place
    further: f64,     // with both tokens FURTHER on
    radians: f64,     // how far the pair turns from place to place
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let Settings { query, key, pair } = *settings;
    if query >= PLACES || key >= PLACES || pair >= D / 2 {
        return Err(format!("places are 0 to {}, pairs 0 to {}", PLACES - 1, D / 2 - 1));
    }
    let rotary = Rotary::new(PLACES + FURTHER, D, BASE);
    let turned = |[one, other]: [f64; 2], place| {
        let mut x: Array2<f64> = Array2::zeros((1, D)); // (T, D), of one token
        x.slice_mut(s![0, 2 * pair..2 * pair + 2]).assign(&ndarray::array![one, other]);
        rotary.turn(place, &mut x);
        [x[[0, 2 * pair]], x[[0, 2 * pair + 1]]]
    };
    let score = |query, key| {
        let ([a, b], [c, d]) = (turned(QUERY, query), turned(KEY, key));
        a * c + b * d
    };
    Ok(Answer {
        before: [QUERY, KEY],
        turned: [turned(QUERY, query), turned(KEY, key)],
        scores: (0..PLACES).map(|key| score(query, key)).collect(),
        further: score(query + FURTHER, key + FURTHER),
        radians: frequency(pair, D, BASE),
    })
}
