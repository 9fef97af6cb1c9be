//! The way back: from the gradient of the logits to the gradient of every weight.

use decoder::{Block, Gpt};
use foundations::Params;
use ndarray::{Array2, Array3, Axis};

use crate::Hands;
use crate::forward::{BlockPass, Pass};

/// ∂L/∂θ of every weight, given ∂L/∂logits: a gradient is a model.
pub fn backward(
    hands: &Hands,
    model: &Gpt<f64>,
    pass: &Pass,
    dlogits: &Array2<f64>,
) -> Gpt<f64> {
    let mut gradient = model.zeros_like();
    hands.at("back through the last layer");
    let head = model.head.as_ref().expect("a model of the article's kind");
    let (dx, dhead, _) = hands.linear_backward(&pass.normed, head, dlogits);
    gradient.head = Some(dhead);
    hands.at("back through the last norm");
    let norm = model.norm.as_ref().expect("a model of the article's kind");
    let (mut dx, dgain, dbias) =
        hands.layer_norm_backward(&pass.x, &norm.gain, norm.epsilon, &dx);
    if let Some(norm) = &mut gradient.norm {
        (norm.gain, norm.bias) = (dgain, dbias);
    }
    let blocks = model.blocks.iter().zip(&pass.blocks).zip(&mut gradient.blocks);
    for (l, ((block, pass), gradient)) in blocks.enumerate().rev() {
        dx = block_backward(hands, l, block, pass, &dx, gradient);
    }
    hands.at("back into the embedding");
    gradient.embedding.table =
        hands.embedded_backward(&pass.tokens, &dx, model.config.vocab);
    gradient
}

/// ∂L/∂x of a block, given ∂L/∂y; the gradient of its weights is written into `gradient`.
fn block_backward(
    hands: &Hands,
    l: usize,
    block: &Block<f64>,
    pass: &BlockPass,
    dy: &Array2<f64>,
    gradient: &mut Block<f64>,
) -> Array2<f64> {
    // y = middle + network(norm(middle))
    let (network, norm) = (&block.feed_forward.inner, &block.feed_forward.norm);
    hands.at(format!("back through block {l}, the network"));
    let (dnormed, dw_1, db_1, dw_2, db_2) = hands.feed_forward_backward(
        &pass.normed_2,
        &network.up.w,
        &network.up.b,
        &network.down.w,
        dy,
    );
    let d = &mut gradient.feed_forward;
    (d.inner.up.w, d.inner.up.b) = (dw_1, db_1);
    (d.inner.down.w, d.inner.down.b) = (dw_2, db_2);
    hands.at(format!("back through block {l}, the norm before the network"));
    let (dmiddle, dgain, dbias) =
        hands.residual_backward(&pass.middle, &norm.gain, norm.epsilon, dy, &dnormed);
    (d.norm.gain, d.norm.bias) = (dgain, dbias);

    // middle = x + attention(norm(x))
    let (attention, norm) = (&block.attention.inner, &block.attention.norm);
    let d = &mut gradient.attention;
    hands.at(format!("back through block {l}, attention"));
    let (dheads, dw, db) = hands.linear_backward(&pass.heads, &attention.out.w, &dmiddle);
    (d.inner.out.w, d.inner.out.b) = (dw, db);
    let [dq, dk, dv] = heads_backward(hands, pass, &dheads, attention.heads); // (T, C) each
    let (dnormed, dw, db) =
        hands.qkv_backward(&pass.normed, &attention.qkv.w, &dq, &dk, &dv);
    (d.inner.qkv.w, d.inner.qkv.b) = (dw, db);
    hands.at(format!("back through block {l}, the norm before attention"));
    // One half by `residual_backward`, one by the norm's own: so both are at work in a block.
    let (dx, dgain, dbias) =
        hands.layer_norm_backward(&pass.x, &norm.gain, norm.epsilon, &dnormed);
    (d.norm.gain, d.norm.bias) = (dgain, dbias);
    dmiddle + dx
}

/// Back through the heads, each on its own: the gradients of q, k and v.
fn heads_backward(
    hands: &Hands,
    pass: &BlockPass,
    dheads: &Array2<f64>,
    heads: usize,
) -> [Array2<f64>; 3] {
    let dy = hands.together_backward(dheads, heads); // (H, T, D)
    let mut d = [(); 3].map(|()| Array3::zeros(dy.raw_dim())); // of q, k and v
    for (h, a) in pass.a.iter().enumerate() {
        let head = |x: &Array3<f64>| x.index_axis(Axis(0), h).to_owned();
        let (q, k, v) = (head(&pass.q), head(&pass.kept.k), head(&pass.kept.v));
        let (dq, dk, dv) = hands.attention_backward(&q, &k, &v, a, &head(&dy));
        for (all, of_head) in d.iter_mut().zip([dq, dk, dv]) {
            all.index_axis_mut(Axis(0), h).assign(&of_head);
        }
    }
    d.map(|heads| hands.split_backward(&heads)) // (T, C) each
}
