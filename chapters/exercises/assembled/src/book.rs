//! The book's own function for each part: what stands in where a student's is missing.

use attention::{Mask, attend, attend_backward};
use decoder::{Embedding, Vocabulary};
use feed_forward::{Activation, FeedForward};
use fine_tuning::{Pair, leave_one_out, supervised};
use foundations::{Layer, Linear, add_to_rows};
use ndarray::{Array1, Array2, Array3, Axis, concatenate, s, stack};
use residual_norm::LayerNorm;
use since_gpt2::{RmsNorm, silu};
use training_loss::Schedule;

use crate::Parts;
use crate::parts::NetworkGradients;

/// The book's assistant.
pub const BOOK: Parts = Parts {
    product,
    with_bias,
    softmax: |scores| foundations::softmax(scores),
    causal_weights: |q, k| attend(q, k, k, Mask::Causal).1,
    split,
    together,
    positions: |context, c| {
        positional_encoding::sinusoids(context, c, positional_encoding::BASE)
    },
    feed_forward,
    normalised,
    encoded,
    decoded: |tokens, alphabet| Vocabulary::new(alphabet.to_vec()).decode(tokens),
    embedded,
    drawn,
    shifted: |text, start, length| {
        let inputs = &text[start..start + length];
        (inputs.to_vec(), text[start + 1..start + length + 1].to_vec())
    },
    cross_entropy: |logits, targets, weights| loss(logits, targets, weights).0,
    cross_entropy_backward: |logits, targets, weights| loss(logits, targets, weights).1,
    linear_backward,
    attention_backward: |q, k, v, a, dy| attend_backward(q, k, v, a, dy),
    together_backward: split,
    split_backward: together,
    qkv_backward: |x, w, dq, dk, dv| {
        linear_backward(x, w, &concatenate![Axis(1), *dq, *dk, *dv])
    },
    feed_forward_backward,
    layer_norm_backward,
    residual_backward: |x, gain, epsilon, dy, dn| {
        let (through, dgain, dbias) = layer_norm_backward(x, gain, epsilon, dn);
        (dy + through, dgain, dbias)
    },
    embedded_backward,
    clipped,
    rate: |step, steps, warm_up, peak, last| {
        Schedule { peak, last, warm_up, steps }.lr(step)
    },
    adamw: |theta, g, (m, v), t, lr, decay| {
        let naive = training_loss::naive::adamw;
        let (theta, m, v) = naive(theta, g, m, v, t, lr, (0.9, 0.99), 1e-8, decay);
        (theta, (m, v))
    },
    weights,
    advantages: |reward, log_p, log_sft, beta| {
        let drift = log_p.iter().zip(log_sft).map(|(log_p, log_sft)| log_p - log_sft);
        let values: Vec<f64> =
            reward.iter().zip(drift).map(|(r, d)| r - beta * d).collect();
        leave_one_out(&values, values.len())
    },
    rms_norm: |x, gain, epsilon| {
        alone(RmsNorm { gain: gain.clone(), epsilon }.forward(&batch(x)).0)
    },
    turned: |x, past| since_gpt2::naive::turned(x, past, positional_encoding::BASE),
    gated: |x, w, v| foundations::product(x, w).mapv(silu) * foundations::product(x, v),
    grouped_queries,
};

fn product(x: &[Vec<f64>], w: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let array = |rows: &[Vec<f64>]| {
        let width = rows.first().map_or(0, Vec::len);
        Array2::from_shape_fn((rows.len(), width), |(i, j)| rows[i][j])
    };
    let y = foundations::product(&array(x), &array(w));
    y.rows().into_iter().map(|row| row.to_vec()).collect()
}

fn with_bias(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    let mut y = x.clone();
    add_to_rows(&mut y, b);
    y
}

/// Head h owns the columns h·D .. (h + 1)·D.
fn split(x: &Array2<f64>, heads: usize) -> Array3<f64> {
    let d = x.ncols() / heads;
    let columns: Vec<_> = x.axis_chunks_iter(Axis(1), d).collect();
    stack(Axis(0), &columns).expect("heads of one shape")
}

fn together(heads: &Array3<f64>) -> Array2<f64> {
    let columns: Vec<_> = heads.outer_iter().collect();
    concatenate(Axis(1), &columns).expect("heads of one length")
}

/// One sequence as a batch, for the chapters' layers.
fn batch(x: &Array2<f64>) -> Array3<f64> {
    x.clone().insert_axis(Axis(0))
}

fn alone(x: Array3<f64>) -> Array2<f64> {
    x.index_axis_move(Axis(0), 0)
}

fn linear(w: &Array2<f64>, b: &Array1<f64>) -> Linear<f64> {
    Linear { w: w.clone(), b: b.clone() }
}

fn linear_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let layer = linear(w, &Array1::zeros(w.ncols()));
    let (_, cache) = layer.forward(&batch(x));
    let (dx, gradient) = layer.backward(cache, &batch(dy));
    (alone(dx), gradient.w, gradient.b)
}

fn feed_forward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    b_2: &Array1<f64>,
) -> Array2<f64> {
    let (up, down) = (linear(w_1, b_1), linear(w_2, b_2));
    alone(FeedForward { up, down, activation: Activation::Relu }.forward(&batch(x)).0)
}

fn feed_forward_backward(
    x: &Array2<f64>,
    w_1: &Array2<f64>,
    b_1: &Array1<f64>,
    w_2: &Array2<f64>,
    dy: &Array2<f64>,
) -> NetworkGradients {
    let (up, down) = (linear(w_1, b_1), linear(w_2, &Array1::zeros(w_2.ncols())));
    let layer = FeedForward { up, down, activation: Activation::Relu };
    let (_, cache) = layer.forward(&batch(x));
    let (dx, FeedForward { up, down, .. }) = layer.backward(cache, &batch(dy));
    (alone(dx), up.w, up.b, down.w, down.b)
}

fn normalised(x: &Array2<f64>, epsilon: f64) -> Array2<f64> {
    alone(LayerNorm { epsilon, ..LayerNorm::new(x.ncols()) }.forward(&batch(x)).0)
}

fn layer_norm_backward(
    x: &Array2<f64>,
    gain: &Array1<f64>,
    epsilon: f64,
    dy: &Array2<f64>,
) -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let layer = LayerNorm { gain: gain.clone(), bias: Array1::zeros(gain.len()), epsilon };
    let (_, cache) = layer.forward(&batch(x));
    let (dx, gradient) = layer.backward(cache, &batch(dy));
    (alone(dx), gradient.gain, gradient.bias)
}

fn encoded(text: &str, alphabet: &[char]) -> Vec<usize> {
    let vocabulary = Vocabulary::new(alphabet.to_vec());
    vocabulary.encode(text).expect("characters of the alphabet")
}

/// Each head of queries with the keys and values of its group.
fn grouped_queries(
    q: &Array2<f64>,
    k: &Array2<f64>,
    v: &Array2<f64>,
    heads: usize,
) -> Array2<f64> {
    let d = q.ncols() / heads;
    let groups = k.ncols() / d;
    let head = |x: &Array2<f64>, h: usize| x.slice(s![.., h * d..(h + 1) * d]).to_owned();
    let outputs: Vec<_> = (0..heads)
        .map(|h| {
            let group = h * groups / heads;
            attend(&head(q, h), &head(k, group), &head(v, group), Mask::Causal).0
        })
        .collect();
    let columns: Vec<_> = outputs.iter().map(|y| y.view()).collect();
    concatenate(Axis(1), &columns).expect("heads of one length")
}

/// Tokens as a batch of one sequence.
fn row(tokens: &[usize]) -> Array2<usize> {
    Array2::from_shape_fn((1, tokens.len()), |(_, t)| tokens[t])
}

fn embedded(tokens: &[usize], table: &Array2<f64>) -> Array2<f64> {
    alone(Embedding { table: table.clone() }.forward(&row(tokens)))
}

fn embedded_backward(tokens: &[usize], dx: &Array2<f64>, vocab: usize) -> Array2<f64> {
    let embedding = Embedding { table: Array2::zeros((vocab, dx.ncols())) };
    embedding.backward(&row(tokens), &batch(dx)).table
}

fn drawn(p: &Array1<f64>, draw: f64) -> usize {
    let mut rest = draw;
    for (token, &p) in p.iter().enumerate() {
        if rest < p {
            return token;
        }
        rest -= p;
    }
    p.iter().rposition(|&p| p > 0.0).expect("some token has a probability")
}

fn loss(
    logits: &Array2<f64>,
    targets: &[usize],
    weights: &Array1<f64>,
) -> (f64, Array2<f64>) {
    let weights = weights.clone().insert_axis(Axis(0));
    let (loss, dlogits) =
        training_loss::cross_entropy(&batch(logits), &row(targets), &weights);
    (loss, alone(dlogits))
}

fn clipped(gradient: &Array1<f64>, longest: f64) -> Array1<f64> {
    let mut gradient = gradient.clone();
    training_loss::clip(&mut gradient, longest);
    gradient
}

fn weights(prompt: &[usize], answer: &[usize]) -> Array1<f64> {
    let pair = Pair { prompt: prompt.to_vec(), answer: answer.to_vec() };
    let all = prompt.len() + answer.len();
    supervised(&[pair], all).weights.index_axis_move(Axis(0), 0)
}
