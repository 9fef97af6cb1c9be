//! The decoder as loops over the earlier chapters' loops, one sequence at a time: to be
//! read first, and to test the fast one against.

use feed_forward::{FeedForward, naive::feed_forward};
use foundations::naive::product;
use multi_head::naive::multi_head;
use ndarray::Array2;
use rand::Rng;
use residual_norm::{LayerNorm, NormPlace, naive::layer_norm};

use crate::{Block, Embedding, Gpt, Sampling};

/// A row for each token, 0 everywhere but for a 1 in the token's own column.
///
/// # Panics
/// If a token is not smaller than `vocab`.
pub fn one_hot(tokens: &[usize], vocab: usize) -> Array2<f64> {
    let mut rows = Array2::zeros((tokens.len(), vocab)); // (T, V)
    for t in 0..tokens.len() {
        rows[[t, tokens[t]]] = 1.0;
    }
    rows
}

/// The embedding as a product of matrices: `x = onehot(tokens)·E`
pub fn embedding(embedding: &Embedding<f64>, tokens: &[usize]) -> Array2<f64> {
    product(&one_hot(tokens, embedding.table.nrows()), &embedding.table) // (T, V)·(V, C)
}

/// A block: attention across the tokens, then the feed-forward network for each token.
///
/// # Shapes
/// `x`: `(T, C)`; returns `(T, C)`.
// ANCHOR: block
pub fn block(block: &Block<f64>, x: &Array2<f64>) -> Array2<f64> {
    let (attention, ffn) = (&block.attention, &block.feed_forward);
    let attended = match attention.place {
        NormPlace::Pre => x + multi_head(&attention.inner, &norm(&attention.norm, x)),
        NormPlace::Post => norm(&attention.norm, &(x + multi_head(&attention.inner, x))),
    };
    let x = &attended;
    match ffn.place {
        NormPlace::Pre => x + feed_forward_rows(&ffn.inner, &norm(&ffn.norm, x)),
        NormPlace::Post => norm(&ffn.norm, &(x + feed_forward_rows(&ffn.inner, x))),
    }
}
// ANCHOR_END: block

/// Layer normalisation, token by token.
fn norm(layer: &LayerNorm<f64>, x: &Array2<f64>) -> Array2<f64> {
    let mut y = Array2::zeros(x.dim());
    for t in 0..x.nrows() {
        y.row_mut(t).assign(&layer_norm(layer, &x.row(t).to_owned()));
    }
    y
}

/// The feed-forward network, token by token.
fn feed_forward_rows(layer: &FeedForward<f64>, x: &Array2<f64>) -> Array2<f64> {
    let mut y = Array2::zeros(x.dim());
    for t in 0..x.nrows() {
        y.row_mut(t).assign(&feed_forward(layer, &x.row(t).to_owned()));
    }
    y
}

/// The whole model: the logits of the token that follows each token.
///
/// # Shapes
/// `tokens`: T of them, one sequence; returns `(T, V)`.
// ANCHOR: gpt
pub fn gpt(model: &Gpt<f64>, tokens: &[usize]) -> Array2<f64> {
    let mut x = embedding(&model.embedding, tokens); // (T, C)
    for t in 0..tokens.len() {
        for c in 0..x.ncols() {
            x[[t, c]] += model.positions.table()[[t, c]];
        }
    }
    for l in 0..model.blocks.len() {
        x = block(&model.blocks[l], &x);
    }
    if let Some(last) = &model.norm {
        x = norm(last, &x);
    }
    match &model.head {
        Some(head) => product(&x, head),
        None => product(&x, &model.embedding.table.t().to_owned()),
    }
}
// ANCHOR_END: gpt

/// The prompt and `n` more tokens. Nothing is kept: each time the model reads its last
/// `context` tokens again.
///
/// # Panics
/// If the prompt is empty.
// ANCHOR: write
pub fn write(
    model: &Gpt<f64>,
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
