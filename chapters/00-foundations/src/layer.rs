//! The one pattern: every layer of the book has a forward and a backward of this form.

use ndarray::{Array3, ArrayRef3};

use crate::{Float, Params};

/// A differentiable map `y = f(x; θ)` from `(B, T, C)` to `(B, T, C')`.
///
/// B sequences of T tokens, each token a vector of C channels.
///
/// The cache is taken by value: calling `backward` before `forward`, or twice, does not compile. The gradient
/// of the parameters has the type of the parameters, so a gradient can be added, scaled and saved
/// with the same functions as a model.
pub trait Layer<F: Float>: Params<F> + Sized {
    /// What `backward` must remember of `forward`.
    type Cache;

    /// `y = f(x; θ)`, and the cache that one later [`backward`](Layer::backward) consumes.
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache);

    /// Given `dy = ∂L/∂y`, returns `(∂L/∂x, ∂L/∂θ)`.
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self);
}
