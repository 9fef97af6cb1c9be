//! Random weights. The generator is always a parameter: the same seed gives the same bits.

use ndarray::{Array, Dimension, ShapeBuilder};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::Float;

/// An array of independent draws from a normal distribution with mean 0 and standard
/// deviation `std`.
///
/// The draws are made in `f64` and then rounded, so a seed means the same weights in `f32`
/// and in `f64`.
///
/// ```
/// use rand::{SeedableRng, rngs::StdRng};
/// let rng = || StdRng::seed_from_u64(7);
/// let single = foundations::normal::<f32, _, _>((2, 3), 0.5, &mut rng());
/// let double = foundations::normal::<f64, _, _>((2, 3), 0.5, &mut rng());
/// assert_eq!(single, double.mapv(|x| x as f32));
/// ```
pub fn normal<F: Float, D: Dimension, Sh: ShapeBuilder<Dim = D>>(
    shape: Sh,
    std: f64,
    rng: &mut impl Rng,
) -> Array<F, D> {
    Array::from_shape_simple_fn(shape, || {
        let draw: f64 = StandardNormal.sample(rng);
        F::of(std * draw)
    })
}
