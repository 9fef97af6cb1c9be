//! The linear layer: the part of a Transformer that learns.

use ndarray::{Array1, Array2, Array3, ArrayRef3, CowArray, Ix2};
use rand::Rng;

use crate::{Float, Layer, add_to_rows, normal, params, product, sum_of_rows};

/// A linear map with a bias, the same for every token.
///
/// ```text
/// y = x·W + b
/// ```
///
/// # Shapes
/// `x`: `(B, T, C_in)`; `y`: `(B, T, C_out)`. The weight is `(C_in, C_out)`, so that the
/// code reads as the formula does.
///
/// ```
/// use foundations::{Layer, Linear};
/// use ndarray::array;
///
/// let double_and_add_one = Linear { w: array![[2.0]], b: array![1.0] };
/// let (y, _) = double_and_add_one.forward(&array![[[3.0], [5.0]]]);
/// assert_eq!(y, array![[[7.0], [11.0]]]);
/// ```
// ANCHOR: linear
#[derive(Clone, Debug, PartialEq)]
pub struct Linear<F> {
    /// The weight W.
    pub w: Array2<F>, // (C_in, C_out)
    /// The bias b.
    pub b: Array1<F>, // (C_out)
}

params!(Linear { w, b });
// ANCHOR_END: linear

impl<F: Float> Linear<F> {
    /// A layer with normal weights of standard deviation `std`, and bias 0.
    pub fn new(c_in: usize, c_out: usize, std: f64, rng: &mut impl Rng) -> Linear<F> {
        Linear { w: normal((c_in, c_out), std, rng), b: Array1::zeros(c_out) }
    }
}

/// The tokens of a batch as the rows of one matrix, copied only if they do not lie in order
/// already.
///
/// # Shapes
/// `x`: `(B, T, C)`; returns `(B·T, C)`. [`from_rows`] goes back.
pub fn rows<F: Float>(x: &ArrayRef3<F>) -> CowArray<'_, F, Ix2> {
    let (b, t, c) = x.dim();
    let in_order = x.as_standard_layout();
    in_order
        .into_shape_with_order((b * t, c))
        .expect("(B, T, C) has as many numbers as (B·T, C)")
}

/// The rows of a matrix as the tokens of a batch: the inverse of [`rows`].
///
/// # Shapes
/// `rows`: `(B·T, C)`; returns `(B, T, C)`.
///
/// # Panics
/// If there are not B·T rows.
///
/// ```
/// use foundations::{from_rows, rows};
/// use ndarray::array;
/// let x = array![[[1.0], [2.0]], [[3.0], [4.0]], [[5.0], [6.0]]];
/// assert_eq!(from_rows(rows(&x).into_owned(), 3, 2), x);
/// ```
pub fn from_rows<F: Float>(rows: Array2<F>, batch: usize, tokens: usize) -> Array3<F> {
    let c = rows.ncols();
    rows.into_shape_with_order((batch, tokens, c)).expect("B·T rows that lie in order")
}

/// What [`Linear`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct LinearCache<F> {
    x: Array2<F>, // (B·T, C_in)
}

impl<F: Float> Layer<F> for Linear<F> {
    type Cache = LinearCache<F>;

    /// # Panics
    /// If `x` has not as many channels as the weight has rows.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, _) = x.dim();
        let x = rows(x).into_owned(); // (B·T, C_in)
        let mut y = product(&x, &self.w); // (B·T, C_out)
        add_to_rows(&mut y, &self.b);
        (from_rows(y, batch, tokens), LinearCache { x })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let LinearCache { x } = cache; // (B·T, C_in)
        let (batch, tokens, _) = dy.dim();
        let dy = rows(dy); // (B·T, C_out)
        // y = x·W + b
        let dx = product(&dy, &self.w.t()); // (B·T, C_in)
        let dw = product(&x.t(), &dy); // (C_in, C_out)
        let db = sum_of_rows(&dy); // (C_out): every row has the same bias
        (from_rows(dx, batch, tokens), Linear { w: dw, b: db })
    }
    // ANCHOR_END: backward
}
