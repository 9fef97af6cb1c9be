//! The one pattern: every layer of the book has a forward and a backward of this form.

use ndarray::{Array3, ArrayRef3};

use crate::{Float, Params};

/// A differentiable map `y = f(x; θ)` from `(B, T, C)` to `(B, T, C')`.
///
/// B sequences of T tokens, each token a vector of C channels.
///
/// ```text
/// forward:   y        = f(x; θ)
/// backward:  ∂L/∂x[i] = Σ_j ∂L/∂y[j] · ∂y[j]/∂x[i]        and the same for every θ[i]
/// ```
///
/// The gradient of the parameters has the type of the parameters, so a gradient
/// can be added, scaled and saved with the same functions as a model.
///
/// ```
/// use foundations::{Layer, Linear};
/// use ndarray::array;
///
/// let triple = Linear { w: array![[3.0]], b: array![0.0] };
/// let (y, cache) = triple.forward(&array![[[2.0]]]);
/// assert_eq!(y, array![[[6.0]]]);
///
/// // The loss grows by 5 for each unit of y. So it grows by 5·3 for each unit of x, and by
/// // 5·2 for each unit of w.
/// let (dx, gradient) = triple.backward(cache, &array![[[5.0]]]);
/// assert_eq!(dx, array![[[15.0]]]);
/// assert_eq!(gradient, Linear { w: array![[10.0]], b: array![5.0] });
/// ```
///
/// The cache is taken by value, can't be copied, and only `forward` can make one. So a
/// `backward` before its `forward`, or a second one, does not compile:
///
/// ```compile_fail,E0382
/// # use foundations::{Layer, Linear};
/// # use ndarray::array;
/// # let triple = Linear { w: array![[3.0]], b: array![0.0] };
/// let (y, cache) = triple.forward(&array![[[2.0]]]);
/// triple.backward(cache, &y);
/// triple.backward(cache, &y); // the cache is gone
/// ```
///
/// ```compile_fail,E0451
/// # use foundations::{Layer, Linear, LinearCache};
/// # use ndarray::array;
/// # let triple = Linear { w: array![[3.0]], b: array![0.0] };
/// triple.backward(LinearCache { x: array![[2.0]] }, &array![[[5.0]]]); // a private field
/// ```
// ANCHOR: layer
pub trait Layer<F: Float>: Params<F> + Sized {
    /// What `backward` must remember of `forward`.
    type Cache;

    /// `y = f(x; θ)`, and the cache that one later [`backward`](Layer::backward) consumes.
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache);

    /// Given `dy = ∂L/∂y`, returns `(∂L/∂x, ∂L/∂θ)`.
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self);
}
// ANCHOR_END: layer
