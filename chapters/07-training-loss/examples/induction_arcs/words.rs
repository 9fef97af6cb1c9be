//! Texts in which nothing can be known but by looking back.

use ndarray::{Array2, ArrayView3, s};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use training_loss::Batch;

/// Letters in a row.
pub(crate) const T: usize = 24;

/// In each row a word of 6 to 11 letters, all different, that is said again and again.
pub(crate) struct Words {
    /// Only what was said before counts.
    pub(crate) batch: Batch<f32>,
    /// How long the word of each row is.
    pub(crate) lengths: Vec<usize>,
}

impl Words {
    pub(crate) fn new(rows: usize, rng: &mut impl Rng) -> Self {
        let mut letters = Array2::zeros((rows, T + 1));
        let (mut weights, mut lengths) = (Array2::zeros((rows, T)), Vec::new());
        for (row, mut letters) in letters.rows_mut().into_iter().enumerate() {
            let length = rng.random_range(6..=11);
            let mut word: Vec<usize> = (0..26).collect();
            word.shuffle(rng);
            letters.indexed_iter_mut().for_each(|(t, letter)| *letter = word[t % length]);
            weights.slice_mut(s![row, length..]).fill(1.0);
            lengths.push(length);
        }
        let [inputs, targets] =
            [0, 1].map(|from| letters.slice(s![.., from..from + T]).to_owned());
        Words { batch: Batch::new(inputs, targets, weights), lengths }
    }

    /// The word of a row.
    pub(crate) fn word(&self, row: usize) -> Vec<char> {
        let letters = self.batch.inputs.row(row).into_iter().take(self.lengths[row]);
        letters.map(|&letter| (b'a' + letter as u8) as char).collect()
    }

    /// For each letter that was said before: its row, its place, and the right places to
    /// look at, those after its earlier ones.
    fn places(&self) -> impl Iterator<Item = (usize, usize, impl Iterator<Item = usize>)> {
        self.lengths.iter().enumerate().flat_map(|(row, &length)| {
            (length..T)
                .map(move |t| (row, t, (t % length + 1..=t - length + 1).step_by(length)))
        })
    }

    /// The mean weight on the right letters, of one head.
    pub(crate) fn on_right(&self, weights: &ArrayView3<f32>) -> f64 {
        self.mean(|row, t, s| f64::from(weights[[row, t, s]]))
    }

    /// The same of a head that looks at every letter alike.
    pub(crate) fn even(&self) -> f64 {
        self.mean(|_, t, _| 1.0 / (t + 1) as f64)
    }

    fn mean(&self, weight: impl Fn(usize, usize, usize) -> f64) -> f64 {
        let each = self
            .places()
            .map(|(row, t, right)| right.map(|s| weight(row, t, s)).sum::<f64>());
        let found: Vec<f64> = each.collect();
        found.iter().sum::<f64>() / found.len() as f64
    }
}
