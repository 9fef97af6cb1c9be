//! The embedding: each token's vector, looked up in a table.

use foundations::{Float, normal, params};
use ndarray::{Array2, Array3, ArrayRef2, ArrayRef3};
use rand::Rng;

/// A vector for each token of the vocabulary.
///
/// ```text
/// x[b, t] = E[token[b, t]]        the same as one-hot(token)·E
/// ```
///
/// # Shapes
/// tokens: `(B, T)`; x: `(B, T, C)`.
///
/// ```
/// use decoder::Embedding;
/// use ndarray::array;
/// let embedding = Embedding { table: array![[0.0, 1.0], [2.0, 3.0]] };
/// let x = embedding.forward(&array![[1, 1, 0]]);
/// assert_eq!(x, array![[[2.0, 3.0], [2.0, 3.0], [0.0, 1.0]]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding<F> {
    /// Row v is the vector of token v.
    pub table: Array2<F>, // (V, C)
}

params!(Embedding { table });

impl<F: Float> Embedding<F> {
    /// Normal vectors with standard deviation `std`.
    pub fn new(vocab: usize, c: usize, std: f64, rng: &mut impl Rng) -> Embedding<F> {
        Embedding { table: normal((vocab, c), std, rng) }
    }

    /// The vectors of the tokens.
    ///
    /// # Panics
    /// If a token is not smaller than V.
    // ANCHOR: forward
    pub fn forward(&self, tokens: &ArrayRef2<usize>) -> Array3<F> {
        let ((batch, length), (vocab, c)) = (tokens.dim(), self.table.dim());
        let mut x = Array3::zeros((batch, length, c)); // (B, T, C)
        for (mut x, &token) in x.rows_mut().into_iter().zip(tokens) {
            assert!(token < vocab, "token {token} is not in a vocabulary of {vocab}");
            x.assign(&self.table.row(token));
        }
        x
    }
    // ANCHOR_END: forward

    /// `∂L/∂E`: every row collects the gradients of all the places where its token stood.
    ///
    /// # Panics
    /// If `dx` is not `(B, T, C)`.
    // ANCHOR: backward
    pub fn backward(&self, tokens: &ArrayRef2<usize>, dx: &ArrayRef3<F>) -> Self {
        let (batch, length) = tokens.dim();
        assert_eq!(
            dx.dim(),
            (batch, length, self.table.ncols()),
            "the shape of dx, and (B, T, C)"
        );
        let mut dtable = Array2::zeros(self.table.raw_dim()); // (V, C)
        // x[b, t] = E[token[b, t]]
        for (dx, &token) in dx.rows().into_iter().zip(tokens) {
            let mut row = dtable.row_mut(token);
            row += &dx;
        }
        Embedding { table: dtable }
    }
    // ANCHOR_END: backward
}
