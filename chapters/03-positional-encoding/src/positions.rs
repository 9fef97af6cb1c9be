//! The layer that adds a position's vector to each token's.

use foundations::{Float, Layer, Params, normal};
use ndarray::{Array2, Array3, ArrayRef3, ArrayViewD, ArrayViewMutD, Axis, s};
use rand::Rng;

use crate::{BASE, sinusoids};

/// Adds to each token the vector of its position.
///
/// ```text
/// y[b, t] = x[b, t] + P[t]
/// ```
///
/// # Shapes
/// `x`, `y`: `(B, T, C)` with T at most `context`.
// ANCHOR: positions
#[derive(Clone, Debug, PartialEq)]
pub enum Positions<F> {
    /// The article's sines and cosines: nothing to learn.
    Sinusoidal(Array2<F>), // (context, C)
    /// A table that learns as any weight does: GPT-2's choice, and the comparison.
    Learned(Array2<F>), // (context, C)
}
// ANCHOR_END: positions

impl<F: Float> Params<F> for Positions<F> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        if let Positions::Learned(table) = self {
            table.collect(path, list);
        }
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        if let Positions::Learned(table) = self {
            table.collect_mut(path, list);
        }
    }
}

impl<F: Float> Positions<F> {
    /// Sinusoids for sequences of up to `context` tokens.
    pub fn sinusoidal(context: usize, c: usize) -> Positions<F> {
        Positions::Sinusoidal(sinusoids(context, c, BASE))
    }

    /// A table of normal numbers with standard deviation `std`, to be learned.
    pub fn learned(context: usize, c: usize, std: f64, rng: &mut impl Rng) -> Positions<F> {
        Positions::Learned(normal((context, c), std, rng))
    }

    /// The vectors of all positions `(context, C)`.
    pub fn table(&self) -> &Array2<F> {
        match self {
            Positions::Sinusoidal(table) | Positions::Learned(table) => table,
        }
    }

    /// The forward for tokens that stand at positions `past .. past + T`.
    ///
    /// # Panics
    /// If `past + T` is more than `context`, or x has another number of channels.
    // ANCHOR: forward_from
    pub fn forward_from(&self, past: usize, x: &ArrayRef3<F>) -> Array3<F> {
        let (_, tokens, c) = x.dim();
        let (end, (context, table_c)) = (past + tokens, self.table().dim());
        assert!(end <= context, "token {end} has no position: the table holds {context}");
        // or a single channel would be stretched
        assert_eq!(c, table_c, "x has {c} channels, the table of positions {table_c}");
        x.to_owned() + self.table().slice(s![past..end, ..]) // (B, T, C) + (T, C)
    }
    // ANCHOR_END: forward_from
}

/// What [`Positions`]' backward must remember of its forward.
#[derive(Debug)]
pub struct PositionsCache {
    tokens: usize, // T
}

impl<F: Float> Layer<F> for Positions<F> {
    type Cache = PositionsCache;

    /// # Panics
    /// If x has more tokens than the table has rows, or another number of channels.
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        (self.forward_from(0, x), PositionsCache { tokens: x.dim().1 })
    }

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        // y[b, t] = x[b, t] + P[t]
        let dtable = match self {
            // fixed: no gradient is kept
            Positions::Sinusoidal(_) => Positions::Sinusoidal(Array2::zeros((0, 0))),
            Positions::Learned(table) => {
                let mut dtable = Array2::zeros(table.raw_dim()); // (context, C)
                let mut seen = dtable.slice_mut(s![..cache.tokens, ..]); // (T, C)
                seen.assign(&dy.sum_axis(Axis(0))); // the batch shares P
                Positions::Learned(dtable)
            }
        };
        (dy.to_owned(), dtable)
    }
    // ANCHOR_END: backward
}
