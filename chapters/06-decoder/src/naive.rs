//! The decoder as loops over the earlier chapters' loops, one sequence at a time: to be
//! read first, and to test the fast one against.

use feed_forward::naive::feed_forward;
use foundations::{Float, naive::product};
use multi_head::naive::multi_head;
use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2};
use rand::Rng;
use residual_norm::{NormPlace, Residual, naive::layer_norm};

use crate::{Block, Embedding, Gpt, Sampling};

/// A row for each token, 0 everywhere but for a 1 in the token's own column.
///
/// # Panics
/// If a token is not smaller than `vocab`.
// ANCHOR: one_hot
pub fn one_hot<F: Float>(tokens: &[usize], vocab: usize) -> Array2<F> {
    let mut rows = Array2::zeros((tokens.len(), vocab)); // (T, V)
    for t in 0..tokens.len() {
        rows[[t, tokens[t]]] = F::one();
    }
    rows
}
// ANCHOR_END: one_hot

/// The embedding as a product of matrices: `x = onehot(tokens)·E`
// ANCHOR: embedding
pub fn embedding<F: Float>(embedding: &Embedding<F>, tokens: &[usize]) -> Array2<F> {
    product(&one_hot(tokens, embedding.table.nrows()), &embedding.table) // (T, V)·(V, C)
}
// ANCHOR_END: embedding

/// `x + f(LN(x))` or `LN(x + f(x))` for a whole sequence: f may move information between
/// its tokens
fn residual<F: Float, L>(
    layer: &Residual<F, L>,
    f: impl Fn(&L, &ArrayRef2<F>) -> Array2<F>,
    x: &ArrayRef2<F>,
) -> Array2<F> {
    let norm = |x: &ArrayRef2<F>| each_row(x, |x| layer_norm(&layer.norm, x));
    match layer.place {
        NormPlace::Pre => f(&layer.inner, &norm(x)) + x,
        NormPlace::Post => norm(&(f(&layer.inner, x) + x)),
    }
}

/// f of every row.
fn each_row<F: Float>(
    x: &ArrayRef2<F>,
    f: impl Fn(&ArrayRef1<F>) -> Array1<F>,
) -> Array2<F> {
    let mut y = Array2::zeros(x.raw_dim());
    for t in 0..x.nrows() {
        y.row_mut(t).assign(&f(&x.row(t)));
    }
    y
}

/// A block: attention across the tokens, then the feed-forward network for each token.
///
/// # Shapes
/// `x`: `(T, C)`; returns `(T, C)`.
// ANCHOR: block
pub fn block<F: Float>(block: &Block<F>, x: &ArrayRef2<F>) -> Array2<F> {
    let x = residual(&block.attention, multi_head, x);
    residual(&block.feed_forward, |layer, x| each_row(x, |x| feed_forward(layer, x)), &x)
}
// ANCHOR_END: block

/// The whole model: the logits of the token that follows each token.
///
/// # Shapes
/// `tokens`: T of them, one sequence; returns `(T, V)`.
// ANCHOR: gpt
pub fn gpt<F: Float>(model: &Gpt<F>, tokens: &[usize]) -> Array2<F> {
    let mut x = embedding(&model.embedding, tokens); // (T, C)
    for t in 0..tokens.len() {
        for c in 0..x.ncols() {
            x[[t, c]] += model.positions.table()[[t, c]];
        }
    }
    for l in 0..model.blocks.len() {
        x = block(&model.blocks[l], &x);
    }
    if let Some(norm) = &model.norm {
        x = each_row(&x, |x| layer_norm(norm, x));
    }
    match &model.head {
        Some(head) => product(&x, head),
        None => product(&x, &model.embedding.table.t()),
    }
}
// ANCHOR_END: gpt

/// The prompt and `n` more tokens. Nothing is kept: each time the model reads its last
/// `context` tokens again.
///
/// # Panics
/// If the prompt is empty.
// ANCHOR: write
pub fn write<F: Float>(
    model: &Gpt<F>,
    prompt: &[usize],
    n: usize,
    sampling: &Sampling,
    rng: &mut impl Rng,
) -> Vec<usize> {
    let mut tokens = prompt.to_vec();
    for _ in 0..n {
        let start = tokens.len().saturating_sub(model.config.context);
        let logits = gpt(model, &tokens[start..]); // (T, V)
        tokens.push(sampling.draw(&logits.row(logits.nrows() - 1), rng));
    }
    tokens
}
// ANCHOR_END: write
