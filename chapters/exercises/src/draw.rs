//! Random numbers for checks.

use ndarray::{Array, Dimension, ShapeBuilder};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// An array of draws from a normal distribution with mean 0 and standard deviation 1.
pub fn normal<D: Dimension, Sh: ShapeBuilder<Dim = D>>(
    shape: Sh,
    rng: &mut impl Rng,
) -> Array<f64, D> {
    Array::from_shape_simple_fn(shape, || StandardNormal.sample(rng))
}
