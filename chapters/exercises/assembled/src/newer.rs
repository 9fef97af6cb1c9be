//! The second path: chapter 9's decoder on the functions of the exercises, forward only.

use std::fmt::Write;

use exercises::caught;
use ndarray::{Array2, Axis, s};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use since_gpt2::{Block, Choice, Decoder, Norm};

use crate::forward::product;
use crate::stages::{PROMPT, books_text, both};
use crate::{Hands, Parts, Shown, partings};

/// The functions that only this path uses.
pub(crate) const NEWER: [&str; 4] = ["rms_norm", "turned", "gated", "grouped_queries"];

/// No keys are kept, so the whole text is read again for each letter: a short one.
const LETTERS: usize = 48;

/// What a newer decoder writes, beside what the book's writes with the same weights.
pub(crate) fn newer(yours: &Parts, model: &Decoder<f64>, alphabet: &[char]) -> Shown {
    let place = |c| alphabet.iter().position(|&known| known == c);
    let prompt: Vec<usize> = PROMPT.chars().filter_map(place).collect();
    let books = books_text(model, &prompt, None, LETTERS, 1);
    let books: String = books.iter().map(|&token| alphabet[token]).collect();
    let writes = |hands: &Hands| write(hands, model, alphabet);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "RMSNorm, rotary positions, gated units; {} heads of queries share {} of keys:",
        model.config.heads,
        model.recipe.groups.unwrap_or(model.config.heads)
    );
    text += &both(caught(|| writes(&Hands::new(yours))), &books);
    Shown { text, partings: partings(yours, |hands| drop(writes(hands))) }
}

fn write(hands: &Hands, model: &Decoder<f64>, alphabet: &[char]) -> String {
    hands.at("the prompt");
    let mut tokens = hands.encoded(PROMPT, alphabet);
    let rng = &mut StdRng::seed_from_u64(1);
    for _ in 0..LETTERS {
        let logits = forward(hands, model, &tokens);
        hands.at("the choice of the next token");
        let last = logits.slice(s![-1.., ..]).to_owned(); // (1, V)
        let p = hands.softmax(&last).index_axis_move(Axis(0), 0); // (V)
        tokens.push(hands.drawn(&p, rng.random()));
    }
    hands.at("the text");
    hands.decoded(&tokens, alphabet)
}

/// The logits (T, V) of the tokens that follow each of `tokens`.
fn forward(hands: &Hands, model: &Decoder<f64>, tokens: &[usize]) -> Array2<f64> {
    hands.at("the embedding");
    let mut x = hands.embedded(tokens, &model.embedding.table); // (T, C)
    for (l, block) in model.blocks.iter().enumerate() {
        x = block_forward(hands, l, block, x);
    }
    hands.at("the last norm");
    let n = norm(hands, &model.norm, &x);
    hands.at("the last layer");
    product(hands, &n, model.head.as_ref().expect("a table of its own"))
}

/// x + attention(norm(x)), and to that its network(norm(·)).
fn block_forward(
    hands: &Hands,
    l: usize,
    block: &Block<f64>,
    x: Array2<f64>,
) -> Array2<f64> {
    let (Choice::Now(attention), Choice::Now(network)) = (&block.attention, &block.network)
    else {
        unreachable!("all parts are those of now")
    };
    hands.at(format!("block {l}, the norm before attention"));
    let n = norm(hands, &block.attention_norm, &x);
    hands.at(format!("block {l}, attention"));
    let q = turned(hands, product(hands, &n, &attention.query), attention.heads); // (T, C)
    let k = turned(hands, product(hands, &n, &attention.key), attention.groups); // (T, G·D)
    let v = product(hands, &n, &attention.value); // (T, G·D)
    let heads = hands.grouped_queries(&q, &k, &v, attention.heads); // (T, C)
    let middle = x + product(hands, &heads, &attention.out);

    hands.at(format!("block {l}, the norm before the network"));
    let n = norm(hands, &block.network_norm, &middle);
    hands.at(format!("block {l}, the network"));
    let units = hands.gated(&n, &network.gate, &network.up); // (T, M)
    middle + product(hands, &units, &network.down)
}

fn norm(hands: &Hands, norm: &Norm<f64>, x: &Array2<f64>) -> Array2<f64> {
    let Choice::Now(norm) = norm else { unreachable!("all parts are those of now") };
    hands.rms_norm(x, &norm.gain, norm.epsilon)
}

/// Each head's columns, turned by their positions.
fn turned(hands: &Hands, mut x: Array2<f64>, heads: usize) -> Array2<f64> {
    let d = x.ncols() / heads;
    for h in 0..heads {
        let mut head = x.slice_mut(s![.., h * d..(h + 1) * d]);
        let turned = hands.turned(&head.to_owned(), 0);
        head.assign(&turned);
    }
    x
}
