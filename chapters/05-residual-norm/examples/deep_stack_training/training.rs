//! Gradient descent through 24 layers of one kind.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Params, normal};
use ndarray::{Array3, Axis, Zip};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{NormPlace, Residual};

use crate::LAYERS;

type Blocks = [Residual<f32, FeedForward<f32>>];
type LossAndGradient = (f32, Array3<f32>);

/// Forward through `layer` and `rest`, back, and one step of gradient descent; `keep` = 1
/// adds x to f(x).
fn descend<L: Layer<f32>>(
    layer: &mut L,
    keep: f32,
    x: &Array3<f32>,
    rate: f32,
    rest: impl FnOnce(&Array3<f32>) -> LossAndGradient,
) -> LossAndGradient {
    let (fx, cache) = layer.forward(x);
    let (loss, dy) = rest(&(fx + keep * x));
    let (dx, mut gradient) = layer.backward(cache, &dy);
    gradient.scale(-rate);
    layer.accumulate(&gradient); // θ ← θ − η·dθ
    (loss, dx + keep * dy)
}

/// One step for all blocks: the mean square error, and ∂L/∂x.
fn step(
    kind: &str,
    blocks: &mut Blocks,
    x: &Array3<f32>,
    goal: &Array3<f32>,
    rate: f32,
) -> LossAndGradient {
    let Some((block, rest)) = blocks.split_first_mut() else {
        let error = x - goal;
        let loss = error.pow2().mean().expect("numbers");
        return (loss, &error * (2.0 / error.len() as f32));
    };
    let rest = |y: &Array3<f32>| step(kind, rest, y, goal, rate);
    match kind {
        "neither" => descend(&mut block.inner, 0.0, x, rate, rest),
        "residual" => descend(&mut block.inner, 1.0, x, rate, rest),
        _ => descend(block, 0.0, x, rate, rest), // brings its own residual and norm
    }
}

/// 24 new layers of scale g.
fn stack(
    g: f64,
    place: NormPlace,
    rng: &mut StdRng,
) -> Vec<Residual<f32, FeedForward<f32>>> {
    let mut blocks: Vec<_> = (0..LAYERS)
        .map(|_| Residual::new(FeedForward::new(8, Activation::Relu, rng), 8, place))
        .collect();
    blocks.iter_mut().for_each(|block| block.inner.down.scale(g.sqrt() as f32));
    blocks
}

/// The mean cosine of two tokens, before a plain stack with g = 1 and behind it.
pub(crate) fn likeness(seed: u64) -> [f32; 2] {
    let rng = &mut StdRng::seed_from_u64(seed);
    let x: Array3<f32> = normal((1, 64, 8), 1.0, rng);
    let blocks = stack(1.0, NormPlace::Pre, rng);
    let y = blocks.iter().fold(x.clone(), |x, block| block.inner.forward(&x).0);
    [x, y].map(|tokens| {
        let mut tokens = tokens.remove_axis(Axis(0)); // (64, 8)
        tokens.rows_mut().into_iter().for_each(|mut row| row /= row.pow2().sum().sqrt());
        let cosines = tokens.dot(&tokens.t()); // (64, 64), 1 on the diagonal
        (cosines.sum() - 64.0) / (64.0 * 63.0)
    })
}

/// The share of the best constant answer's error that is left in the end; infinite if the
/// numbers leave all bounds. Each channel is to become the larger of itself and the next.
pub(crate) fn train(kind: &str, g: f64, rate: f32, steps: usize) -> f64 {
    let rng = &mut StdRng::seed_from_u64(1);
    let x: Array3<f32> = normal((1, 64, 8), 1.0, rng);
    let next = x.select(Axis(2), &[1, 2, 3, 4, 5, 6, 7, 0]);
    let goal = Zip::from(&x).and(&next).map_collect(|&x, &next| x.max(next));
    let constant = goal.var_axis(Axis(1), 0.0).mean().expect("channels");
    let place = if kind == "post-LN" { NormPlace::Post } else { NormPlace::Pre };
    let mut blocks = stack(g, place, rng);
    let mut loss = 0.0;
    for _ in 0..steps {
        loss = step(kind, &mut blocks, &x, &goal, rate).0;
        if !loss.is_finite() {
            return f64::INFINITY;
        }
    }
    f64::from(loss / constant)
}
