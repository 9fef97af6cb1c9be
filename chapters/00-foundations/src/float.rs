//! The number type: `f32` to train with, `f64` to check gradients with.

use std::iter::Sum;

use ndarray::NdFloat;
use num_traits::FromPrimitive;

/// A real number as the computer keeps it: `f32` or `f64`.
///
/// Everything in this book is written once, for any `Float`. Training uses `f32`, which is twice as fast.
/// Gradient checks use `f64`, because in `f32` a small bug can't be told from rounding.
pub trait Float: NdFloat + FromPrimitive + Sum {
    /// The constant `x` as this type, rounded to the nearest.
    ///
    /// ```
    /// use foundations::Float;
    /// assert_eq!(f32::of(0.5), 0.5_f32);
    /// assert_eq!(f64::of(0.5), 0.5_f64);
    /// ```
    fn of(x: f64) -> Self;

    /// This number as an `f64`; exact for both types.
    fn as_f64(self) -> f64;
}

impl Float for f32 {
    fn of(x: f64) -> f32 {
        x as f32
    }

    fn as_f64(self) -> f64 {
        f64::from(self)
    }
}

impl Float for f64 {
    fn of(x: f64) -> f64 {
        x
    }

    fn as_f64(self) -> f64 {
        self
    }
}
