//! The layer: linear up, activation, linear down.

use foundations::{Float, Layer, Linear, LinearCache, params};
use ndarray::{Array3, ArrayRef3};
use rand::Rng;

use crate::Activation;

/// The feed-forward network of a block, the same for every token.
///
/// ```text
/// y = f(x·W_1 + b_1)·W_2 + b_2
/// ```
///
/// Vaswani et al. 2017, equation 2, with f = ReLU.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`; the hidden space has 4C channels, as in the paper, unless it is
/// made otherwise.
///
/// ```
/// use feed_forward::{Activation, FeedForward};
/// use foundations::{Layer, Linear};
/// use ndarray::array;
/// // Two hidden units, ReLU(x) and ReLU(−x), make the absolute value.
/// let absolute = FeedForward {
///     up: Linear { w: array![[1.0, -1.0]], b: array![0.0, 0.0] },
///     down: Linear { w: array![[1.0], [1.0]], b: array![0.0] },
///     activation: Activation::Relu,
/// };
/// let (y, _) = absolute.forward(&array![[[-3.0], [2.0]]]);
/// assert_eq!(y, array![[[3.0], [2.0]]]);
/// ```
// ANCHOR: feed_forward
#[derive(Clone, Debug, PartialEq)]
pub struct FeedForward<F> {
    /// W_1: up to the wide space.
    pub up: Linear<F>, // (C, 4C)
    /// W_2: back down.
    pub down: Linear<F>, // (4C, C)
    /// The function between them.
    pub activation: Activation,
}

params!(FeedForward { up, down });
// ANCHOR_END: feed_forward

/// What [`FeedForward`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct FeedForwardCache<F: Float> {
    up: LinearCache<F>,
    hidden: Array3<F>, // (B, T, 4C), before the activation
    down: LinearCache<F>,
}

impl<F: Float> FeedForward<F> {
    /// A network with normal weights and biases 0. The standard deviations keep the size of
    /// a vector about as it was: `√(2/C)` up, because ReLU halves the mean square (He et
    /// al. 2015), and `1/√(4C)` down.
    pub fn new(c: usize, activation: Activation, rng: &mut impl Rng) -> FeedForward<F> {
        FeedForward::with_hidden(c, 4 * c, activation, rng)
    }

    /// The same with another number of hidden channels than 4C.
    pub fn with_hidden(
        c: usize,
        hidden: usize,
        activation: Activation,
        rng: &mut impl Rng,
    ) -> FeedForward<F> {
        FeedForward {
            up: Linear::new(c, hidden, (2.0 / c as f64).sqrt(), rng),
            down: Linear::new(hidden, c, 1.0 / (hidden as f64).sqrt(), rng),
            activation,
        }
    }
}

impl<F: Float> Layer<F> for FeedForward<F> {
    type Cache = FeedForwardCache<F>;

    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (hidden, up) = self.up.forward(x); // (B, T, 4C)
        let (y, down) = self.down.forward(&self.activation.forward(&hidden)); // (B, T, C)
        (y, FeedForwardCache { up, hidden, down })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let FeedForwardCache { up, hidden, down } = cache;
        // y = f(hidden)·W_2 + b_2
        let (dactive, down) = self.down.backward(down, dy); // (B, T, 4C)
        let dhidden = self.activation.backward(&hidden, &dactive); // (B, T, 4C)
        // hidden = x·W_1 + b_1
        let (dx, up) = self.up.backward(up, &dhidden); // (B, T, C)
        (dx, FeedForward { up, down, activation: self.activation })
    }
    // ANCHOR_END: backward
}
