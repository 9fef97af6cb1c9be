//! Chapter 1: who looks at whom in a sentence of the reader's own, and one weight's whole sum.

use attention::{Mask, attend, words};
use foundations::{Layer, product};
use ndarray::{Array2, ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use crate::rows;

#[derive(Deserialize)]
pub(crate) struct Settings {
    text: String,
    causal: bool,
    /// Whether scores are divided by √D.
    scaled: bool,
    /// What scores are divided by besides.
    temperature: f64,
    /// The query's word and the key's word whose sum is asked for.
    cell: Option<(usize, usize)>,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    q: Vec<Vec<f64>>,       // (T, D)
    k: Vec<Vec<f64>>,       // (T, D)
    v: Vec<Vec<f64>>,       // (T, D)
    weights: Vec<Vec<f64>>, // (T, T)
    y: Vec<Vec<f64>>,       // (T, D)
    cell: Option<Sum>,
}

/// One weight, number by number.
#[derive(Serialize)]
struct Sum {
    /// The channels of the query times those of the key.
    products: Vec<f64>, // (D)
    dot: f64,
    divisor: f64,
    /// The row's scores, over the keys that the query sees.
    scores: Vec<f64>, // (visible)
    /// e to the power of each score less the largest.
    exponentials: Vec<f64>, // (visible)
    total: f64,
    weight: f64,
}

/// It remembers nothing.
pub(crate) type State = ();

pub(crate) fn answer(_: &mut State, settings: &Settings) -> Result<Answer, String> {
    let mask = if settings.causal { Mask::Causal } else { Mask::Full };
    let head = words::head(mask);
    let x = words::sentence(&settings.text)?;
    let [q, k, v] = [&head.query, &head.key, &head.value].map(|linear| linear.forward(&x).0); // (1, T, D)
    let [q, k, v] = [q, k, v].map(|each| each.index_axis_move(Axis(0), 0)); // (T, D)

    // `attend` divides by √D: a longer query undoes that, a shorter one divides by the temperature too.
    let root = (q.ncols() as f64).sqrt();
    let divisor = settings.temperature * if settings.scaled { root } else { 1.0 };
    let (y, a) = attend(&(root / divisor * &q), &k, &v, mask);

    let cell = settings.cell.filter(|&(t, s)| t < a.nrows() && s < mask.visible(t, a.nrows(), a.nrows()));
    let cell = cell.map(|(t, s)| sum(&q, &k, divisor, (t, s), mask));
    Ok(Answer { q: rows(&q), k: rows(&k), v: rows(&v), weights: rows(&a), y: rows(&y), cell })
}

fn sum(q: &Array2<f64>, k: &ArrayRef2<f64>, divisor: f64, (t, s): (usize, usize), mask: Mask) -> Sum {
    let visible = mask.visible(t, q.nrows(), k.nrows());
    let scores = product(&q.slice(ndarray::s![t..=t, ..]), &k.t()).row(0).mapv(|dot| dot / divisor);
    let scores = scores.to_vec()[..visible].to_vec();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let total = exponentials.iter().sum();
    let products = (&q.row(t) * &k.row(s)).to_vec();
    let (dot, weight) = (products.iter().sum(), exponentials[s] / total);
    Sum { products, dot, divisor, scores, exponentials, total, weight }
}
