//! The number type: `f32` to train with, `f64` to check gradients with.

use std::iter::Sum;

use ndarray::NdFloat;
use num_traits::FromPrimitive;

use crate::product::Kernel;

/// A real number as the computer keeps it: `f32` or `f64`.
///
/// Everything in this book is written once, for any `Float`. Training uses `f32`, which is
/// twice as fast. Gradient checks use `f64`, because in `f32` a small bug can't be told
/// from rounding.
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

    /// `e^x`. For `f32` a polynomial, which the compiler can work out for many numbers at
    /// once; for `f64` the standard library's.
    ///
    /// ```
    /// use foundations::Float;
    /// assert_eq!(0_f32.exponential(), 1.0);
    /// assert!((1_f32.exponential() - std::f32::consts::E).abs() < 3e-7);
    /// ```
    fn exponential(self) -> Self;

    /// What [`product`](crate::product) calls: the fastest that this processor can run.
    #[doc(hidden)]
    fn kernel() -> Kernel<Self>;
}

impl Float for f32 {
    fn of(x: f64) -> f32 {
        x as f32
    }

    fn as_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn exponential(self) -> f32 {
        // e^x = 2ⁿ·e^r with n the whole number nearest x/ln 2, so that |r| ≤ ln 2 / 2.
        // Adding 1.5·2²³ rounds to a whole number, which then stands in the lowest bits.
        const ROUND: f32 = 12_582_912.0;
        // beyond, the answer is 0 or ∞ anyway; a NaN stays one
        let x = self.clamp(-104.0, 89.0);
        let shifted = x * std::f32::consts::LOG2_E + ROUND;
        let n = shifted - ROUND;
        // ln 2 in two parts: the first product is exact
        let r = x - n * (355.0 / 512.0) + n * 2.121_944_4e-4;
        // The Taylor series of e^r; its first missing term is below 2e-8.
        let series = 1.0 / 720.0;
        let series = series * r + 1.0 / 120.0;
        let series = series * r + 1.0 / 24.0;
        let series = series * r + 1.0 / 6.0;
        let series = series * r + 0.5;
        let series = series * r + 1.0;
        let series = series * r + 1.0;
        // 2ⁿ in two factors, because 2⁻¹⁵⁰ and 2¹²⁸ are no f32 on their own.
        let half = (shifted.to_bits() as i32 - ROUND.to_bits() as i32) >> 1;
        let rest = (shifted.to_bits() as i32 - ROUND.to_bits() as i32) - half;
        let power = |n: i32| f32::from_bits(((n + 127) << 23) as u32);
        series * power(half) * power(rest)
    }

    fn kernel() -> Kernel<f32> {
        gemm_f32::gemm::f32::get_gemm_fn()
    }
}

impl Float for f64 {
    fn of(x: f64) -> f64 {
        x
    }

    fn as_f64(self) -> f64 {
        self
    }

    fn exponential(self) -> f64 {
        self.exp()
    }

    fn kernel() -> Kernel<f64> {
        gemm_f64::gemm::f64::get_gemm_fn()
    }
}
