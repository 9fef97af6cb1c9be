//! Forward and backward of the parts of a block, each on its own, on one core.

use attention::{Mask, attend, attend_backward};
use decoder::Config;
use feed_forward::Activation;
use foundations::{Layer, Linear, normal};
use ndarray::{Array2, Array3};
use rand::rngs::StdRng;
use residual_norm::LayerNorm;

use crate::clock::fastest;

/// Seconds for each measurement.
pub(crate) const SPAN: f64 = 0.1;

/// Milliseconds of a layer's forward, and of its backward.
fn layer(layer: &impl Layer<f32>, x: &Array3<f32>) -> [f64; 2] {
    let (y, _) = layer.forward(x);
    let forward = fastest(SPAN, || (), |()| layer.forward(x));
    [forward, fastest(SPAN, || layer.forward(x).1, |cache| layer.backward(cache, &y))]
}

/// The same for an activation, which has nothing to learn.
fn activation(activation: Activation, x: &Array3<f32>) -> [f64; 2] {
    let forward = fastest(SPAN, || (), |()| activation.forward(x));
    [forward, fastest(SPAN, || (), |()| activation.backward(x, x))]
}

/// The parts of all blocks together: the projections around the heads, the heads, the
/// network's two linear layers, its activation; and the norms, the last one too.
pub(crate) fn blocks(config: &Config, batch: usize, rng: &mut StdRng) -> [[f64; 2]; 5] {
    let Config { context: t, layers: l, heads: h, channels: c, .. } = *config;
    let [narrow, wide] = [c, 4 * c].map(|c| normal((batch, t, c), 1.0, rng));
    let mut linear =
        |x: &Array3<f32>, c_out| layer(&Linear::new(x.dim().2, c_out, 0.1, rng), x);
    let projections = sum(linear(&narrow, 3 * c), linear(&narrow, c));
    let network = sum(linear(&narrow, 4 * c), linear(&wide, c));
    let norm = layer(&LayerNorm::new(c), &narrow);
    let [q, k, v, dy]: [Array2<f32>; 4] = [(); 4].map(|()| normal((t, c / h), 1.0, rng));
    let (_, a) = attend(&q, &k, &v, Mask::Causal);
    let one = [
        fastest(SPAN, || (), |()| attend(&q, &k, &v, Mask::Causal)),
        fastest(SPAN, || (), |()| attend_backward(&q, &k, &v, &a, &dy)),
    ];
    let bend = activation(config.activation, &wide);
    let times = |n: usize, ms: [f64; 2]| ms.map(|ms| n as f64 * ms);
    [
        times(l, projections),
        times(l * batch * h, one),
        times(l, network),
        times(l, bend),
        times(2 * l + 1, norm),
    ]
}

fn sum(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    [one[0] + other[0], one[1] + other[1]]
}
