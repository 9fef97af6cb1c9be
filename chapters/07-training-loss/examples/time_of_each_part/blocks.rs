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

/// What a part takes, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    pub(crate) forward: f64,
    pub(crate) backward: f64,
}

impl Time {
    pub(crate) fn both(self) -> f64 {
        self.forward + self.backward
    }

    fn plus(self, other: Time) -> Time {
        let forward = self.forward + other.forward;
        Time { forward, backward: self.backward + other.backward }
    }

    fn times(self, n: usize) -> Time {
        let n = n as f64;
        Time { forward: n * self.forward, backward: n * self.backward }
    }
}

/// The parts of all blocks together.
pub(crate) struct Blocks {
    /// The linear layers around the heads.
    pub(crate) projections: Time,
    pub(crate) heads: Time,
    /// The feed-forward network's two linear layers.
    pub(crate) network: Time,
    pub(crate) activation: Time,
    /// The last one, after the blocks, too.
    pub(crate) norms: Time,
}

/// The time of a layer.
fn layer(layer: &impl Layer<f32>, x: &Array3<f32>) -> Time {
    let (y, _) = layer.forward(x);
    let cache = || layer.forward(x).1;
    Time {
        forward: fastest(SPAN, || (), |()| layer.forward(x)),
        backward: fastest(SPAN, cache, |cache| layer.backward(cache, &y)),
    }
}

/// The same for an activation, which has nothing to learn.
fn activation(activation: Activation, x: &Array3<f32>) -> Time {
    Time {
        forward: fastest(SPAN, || (), |()| activation.forward(x)),
        backward: fastest(SPAN, || (), |()| activation.backward(x, x)),
    }
}

/// Measures the parts of all blocks.
pub(crate) fn blocks(config: &Config, batch: usize, rng: &mut StdRng) -> Blocks {
    let Config { context: t, layers: l, heads: h, channels: c, .. } = *config;
    let [narrow, wide] = [c, 4 * c].map(|c| normal((batch, t, c), 1.0, rng));
    let mut linear =
        |x: &Array3<f32>, c_out| layer(&Linear::new(x.dim().2, c_out, 0.1, rng), x);
    let projections = linear(&narrow, 3 * c).plus(linear(&narrow, c));
    let network = linear(&narrow, 4 * c).plus(linear(&wide, c));
    let norm = layer(&LayerNorm::new(c), &narrow);
    let [q, k, v, dy]: [Array2<f32>; 4] = [(); 4].map(|()| normal((t, c / h), 1.0, rng));
    let (_, a) = attend(&q, &k, &v, Mask::Causal);
    let head = Time {
        forward: fastest(SPAN, || (), |()| attend(&q, &k, &v, Mask::Causal)),
        backward: fastest(SPAN, || (), |()| attend_backward(&q, &k, &v, &a, &dy)),
    };
    Blocks {
        projections: projections.times(l),
        heads: head.times(l * batch * h),
        network: network.times(l),
        activation: activation(config.activation, &wide).times(l),
        norms: norm.times(2 * l + 1),
    }
}
