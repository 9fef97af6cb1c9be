//! The decoder: from tokens to logits, and from logits to a text.

use decoder::{Block, Gpt};
use foundations::Linear;
use ndarray::{Array2, Array3, Axis, concatenate, s};
use rand::{Rng, RngExt};
use residual_norm::LayerNorm;

use crate::Hands;

/// The keys and values of the tokens so far, of one block.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(crate) k: Array3<f64>, // (H, S, D)
    pub(crate) v: Array3<f64>, // (H, S, D)
}

impl Kept {
    /// For every block of a model, nothing yet.
    pub fn nothing(model: &Gpt<f64>) -> Vec<Kept> {
        let empty = |block: &Block<f64>| {
            let (c, heads) = (model.config.channels, block.attention.inner.heads);
            Array3::zeros((heads, 0, c / heads))
        };
        let kept = |block| Kept { k: empty(block), v: empty(block) };
        model.blocks.iter().map(kept).collect()
    }
}

/// What a forward leaves for the way back.
pub struct Pass {
    pub(crate) tokens: Vec<usize>,
    pub(crate) blocks: Vec<BlockPass>,
    pub(crate) x: Array2<f64>, // (T, C): what the last norm reads
    pub(crate) normed: Array2<f64>, // (T, C): what the head reads
}

pub(crate) struct BlockPass {
    pub(crate) x: Array2<f64>,        // (T, C)
    pub(crate) normed: Array2<f64>,   // (T, C)
    pub(crate) q: Array3<f64>,        // (H, T, D)
    pub(crate) kept: Kept,            // (H, S, D) twice
    pub(crate) a: Vec<Array2<f64>>,   // H times (T, S)
    pub(crate) heads: Array2<f64>,    // (T, C): what the heads found
    pub(crate) middle: Array2<f64>,   // (T, C): between attention and network
    pub(crate) normed_2: Array2<f64>, // (T, C)
}

/// The logits (T, V) of the tokens that follow each of `tokens`. What came before them is
/// kept in `kept`, and they are kept there too.
pub fn forward(
    hands: &Hands,
    model: &Gpt<f64>,
    tokens: &[usize],
    kept: &mut [Kept],
) -> (Array2<f64>, Pass) {
    let past = kept.first().map_or(0, |kept| kept.k.len_of(Axis(1)));
    hands.at("the embedding");
    let all = hands.positions(model.config.context, model.config.channels);
    let mut x = hands.embedded(tokens, &model.embedding.table); // (T, C)
    x += &all.slice(s![past..past + tokens.len(), ..]);
    let mut blocks = Vec::new();
    for (l, (block, kept)) in model.blocks.iter().zip(kept).enumerate() {
        let (y, pass) = block_forward(hands, l, block, x, kept);
        x = y;
        blocks.push(pass);
    }
    hands.at("the last norm");
    let norm = model.norm.as_ref().expect("a model of the article's kind");
    let normed = layer_norm(hands, norm, &x);
    hands.at("the last layer");
    let head = model.head.as_ref().expect("a model of the article's kind");
    let logits = product(hands, &normed, head); // (T, V)
    (logits, Pass { tokens: tokens.to_vec(), blocks, x, normed })
}

/// x + attention(norm(x)), and to that its feed_forward(norm(·)).
fn block_forward(
    hands: &Hands,
    l: usize,
    block: &Block<f64>,
    x: Array2<f64>,
    kept: &mut Kept,
) -> (Array2<f64>, BlockPass) {
    let attention = &block.attention.inner;
    hands.at(format!("block {l}, the norm before attention"));
    let normed = layer_norm(hands, &block.attention.norm, &x);
    hands.at(format!("block {l}, attention"));
    let qkv = linear(hands, &normed, &attention.qkv); // (T, 3C)
    let c = x.ncols();
    let [q, k, v] = [0, 1, 2].map(|which| {
        let part = qkv.slice(s![.., which * c..(which + 1) * c]).to_owned(); // (T, C)
        hands.split(&part, attention.heads) // (H, T, D)
    });
    kept.k = concatenate![Axis(1), kept.k, k];
    kept.v = concatenate![Axis(1), kept.v, v];
    let (mut a, mut y) = (Vec::new(), Array3::zeros(q.raw_dim()));
    for h in 0..attention.heads {
        let head = |x: &Array3<f64>| x.index_axis(Axis(0), h).to_owned();
        let weights = hands.causal_weights(&head(&q), &head(&kept.k)); // (T, S)
        y.index_axis_mut(Axis(0), h).assign(&product(hands, &weights, &head(&kept.v)));
        a.push(weights);
    }
    let heads = hands.together(&y); // (T, C)
    let middle = &x + &linear(hands, &heads, &attention.out);

    let network = &block.feed_forward.inner;
    hands.at(format!("block {l}, the norm before the network"));
    let normed_2 = layer_norm(hands, &block.feed_forward.norm, &middle);
    hands.at(format!("block {l}, the network"));
    let (up, down) = (&network.up, &network.down);
    let added = hands.feed_forward(&normed_2, &up.w, &up.b, &down.w, &down.b);
    let y = &middle + &added;
    let kept = kept.clone();
    (y, BlockPass { x, normed, q, kept, a, heads, middle, normed_2 })
}

fn layer_norm(hands: &Hands, norm: &LayerNorm<f64>, x: &Array2<f64>) -> Array2<f64> {
    hands.with_bias(&(hands.normalised(x, norm.epsilon) * &norm.gain), &norm.bias)
}

fn linear(hands: &Hands, x: &Array2<f64>, layer: &Linear<f64>) -> Array2<f64> {
    hands.with_bias(&product(hands, x, &layer.w), &layer.b)
}

/// The product of two arrays, as rows of numbers and back.
pub(crate) fn product(hands: &Hands, x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64> {
    let rows = |x: &Array2<f64>| -> Vec<Vec<f64>> {
        x.rows().into_iter().map(|row| row.to_vec()).collect()
    };
    let y = hands.product(&rows(x), &rows(w));
    Array2::from_shape_fn((x.nrows(), w.ncols()), |(i, j)| y[i][j])
}

/// `prompt`, and what the model writes after it: `most` characters, or up to one that is
/// `stop`.
pub fn write(
    hands: &Hands,
    model: &Gpt<f64>,
    alphabet: &[char],
    prompt: &str,
    stop: Option<char>,
    most: usize,
    rng: &mut impl Rng,
) -> String {
    hands.at("the prompt");
    let prompt = hands.encoded(prompt, alphabet);
    let stop = stop.and_then(|stop| alphabet.iter().position(|&c| c == stop));
    let tokens = written(hands, model, &prompt, stop, most, rng);
    hands.at("the text");
    hands.decoded(&tokens, alphabet)
}

/// The same in tokens.
pub(crate) fn written(
    hands: &Hands,
    model: &Gpt<f64>,
    prompt: &[usize],
    stop: Option<usize>,
    most: usize,
    rng: &mut impl Rng,
) -> Vec<usize> {
    let (mut tokens, mut kept) = (prompt.to_vec(), Kept::nothing(model));
    let (mut logits, _) = forward(hands, model, &tokens, &mut kept);
    for _ in 0..most {
        hands.at("the choice of the next token");
        let last = logits.slice(s![-1.., ..]).to_owned(); // (1, V)
        let p = hands.softmax(&last).index_axis_move(Axis(0), 0); // (V)
        let token = hands.drawn(&p, rng.random());
        tokens.push(token);
        if Some(token) == stop {
            break;
        }
        (logits, _) = forward(hands, model, &[token], &mut kept);
    }
    tokens
}
