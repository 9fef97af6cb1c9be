//! LoRA: the weights stay, and a product of two thin matrices learns beside them.

use decoder::Gpt;
use foundations::{Float, Layer, Params, from_rows, normal, params, product, rows};
use ndarray::{Array2, Array3, ArrayRef2, ArrayRef3, Ix2};
use rand::Rng;

/// What a weight W is changed by, in R dimensions.
///
/// ```text
/// y = x·W + (x·A)·B        this layer is the second part: y = (x·A)·B
/// ```
///
/// Hu et al. 2021. W does not learn; A begins at random and B at 0, so that nothing changes
/// at first. (The paper's factor α/R is 1 here.)
///
/// # Shapes
/// `x`: `(B, T, C_in)`; `y`: `(B, T, C_out)`; A and B have R·(C_in + C_out) numbers where W
/// has C_in·C_out.
///
/// ```
/// use fine_tuning::LowRank;
/// use ndarray::array;
/// let change = LowRank { a: array![[1.0], [2.0]], b: array![[3.0, 0.0]] };
/// let merged = change.merge(&array![[1.0, 1.0], [1.0, 1.0]]);
/// assert_eq!(merged, array![[4.0, 1.0], [7.0, 1.0]]);
/// ```
// ANCHOR: low_rank
#[derive(Clone, Debug, PartialEq)]
pub struct LowRank<F> {
    /// A.
    pub a: Array2<F>, // (C_in, R)
    /// B.
    pub b: Array2<F>, // (R, C_out)
}

params!(LowRank { a, b });
// ANCHOR_END: low_rank

/// What [`LowRank`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct LowRankCache<F> {
    x: Array2<F>,  // (B·T, C_in)
    xa: Array2<F>, // (B·T, R)
}

impl<F: Float> LowRank<F> {
    /// An adapter that changes nothing yet.
    pub fn new(c_in: usize, c_out: usize, rank: usize, rng: &mut impl Rng) -> LowRank<F> {
        let std = 1.0 / (c_in as f64).sqrt();
        LowRank { a: normal((c_in, rank), std, rng), b: Array2::zeros((rank, c_out)) }
    }

    /// `W + A·B`: one matrix again, which costs no more than before.
    ///
    /// # Panics
    /// If W has not the shape `(C_in, C_out)`.
    // ANCHOR: merge
    pub fn merge(&self, w: &ArrayRef2<F>) -> Array2<F> {
        product(&self.a, &self.b) + w
    }

    /// The gradient of A and B, given that of the merged weight.
    ///
    /// ```text
    /// W' = W + A·B        dA = dW'·Bᵀ        dB = Aᵀ·dW'
    /// ```
    pub fn of_merged(&self, dw: &ArrayRef2<F>) -> LowRank<F> {
        LowRank { a: product(dw, &self.b.t()), b: product(&self.a.t(), dw) }
    }
    // ANCHOR_END: merge
}

impl<F: Float> Layer<F> for LowRank<F> {
    type Cache = LowRankCache<F>;

    /// # Panics
    /// If `x` has not as many channels as A has rows.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, _) = x.dim();
        let x = rows(x).into_owned(); // (B·T, C_in)
        let xa = product(&x, &self.a); // (B·T, R)
        let y = product(&xa, &self.b); // (B·T, C_out)
        (from_rows(y, batch, tokens), LowRankCache { x, xa })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let LowRankCache { x, xa } = cache;
        let (batch, tokens, _) = dy.dim();
        let dy = rows(dy); // (B·T, C_out)
        // y = (x·A)·B
        let dxa = product(&dy, &self.b.t()); // (B·T, R)
        let db = product(&xa.t(), &dy); // (R, C_out)
        let da = product(&x.t(), &dxa); // (C_in, R)
        let dx = product(&dxa, &self.a.t()); // (B·T, C_in)
        (from_rows(dx, batch, tokens), LowRank { a: da, b: db })
    }
    // ANCHOR_END: backward
}

/// Adapters for some of a model's matrices.
#[derive(Clone, Debug, PartialEq)]
pub struct Adapters<F> {
    /// Which matrices, by their names.
    pub names: Vec<String>,
    /// What each is changed by.
    pub changes: Vec<LowRank<F>>,
}

params!(Adapters { changes });

impl<F: Float> Adapters<F> {
    /// Adapters that change nothing yet, for the model's matrices whose names are wanted.
    ///
    /// # Panics
    /// If a tensor of such a name is no matrix.
    pub fn new(
        model: &Gpt<F>,
        wanted: impl Fn(&str) -> bool,
        rank: usize,
        rng: &mut impl Rng,
    ) -> Adapters<F> {
        let tensors = model.tensors().into_iter().filter(|(name, _)| wanted(name));
        let (names, changes) = tensors
            .map(|(name, w)| {
                assert_eq!(w.ndim(), 2, "{name} is no matrix");
                (name, LowRank::new(w.shape()[0], w.shape()[1], rank, rng))
            })
            .unzip();
        Adapters { names, changes }
    }

    /// The model with its changes merged into it.
    ///
    /// # Panics
    /// If the model has not the matrices that the adapters were made for.
    pub fn merge(&self, model: &Gpt<F>) -> Gpt<F> {
        let mut merged = model.clone();
        let mut changes = self.names.iter().zip(&self.changes).peekable();
        for (name, mut w) in merged.tensors_mut() {
            if let Some((_, change)) = changes.next_if(|(wanted, _)| **wanted == name) {
                let matrix = w.view().into_dimensionality::<Ix2>().expect("a matrix");
                let changed = change.merge(&matrix).into_dyn();
                w.assign(&changed);
            }
        }
        assert!(changes.next().is_none(), "the model has other matrices");
        merged
    }

    /// The gradient of the adapters, given that of the merged model.
    ///
    /// # Panics
    /// As [`merge`](Adapters::merge).
    pub fn of_merged(&self, gradient: &Gpt<F>) -> Adapters<F> {
        let mut changes = self.names.iter().zip(&self.changes).peekable();
        let mut found = Vec::new();
        for (name, dw) in gradient.tensors() {
            if let Some((_, change)) = changes.next_if(|(wanted, _)| **wanted == name) {
                let dw = dw.into_dimensionality::<Ix2>().expect("a matrix");
                found.push(change.of_merged(&dw));
            }
        }
        assert!(changes.next().is_none(), "the model has other matrices");
        Adapters { names: self.names.clone(), changes: found }
    }
}
