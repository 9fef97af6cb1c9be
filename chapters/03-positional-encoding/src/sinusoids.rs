//! The table of sines and cosines.

use std::f64::consts::TAU;

use foundations::Float;
use ndarray::Array2;

/// The base of the article's formula. The wavelengths run from 2π towards 2π times this.
pub const BASE: f64 = 10000.0;

/// The sinusoidal encoding of the positions `0 .. context`.
///
/// ```text
/// PE(pos, 2i) = sin(pos · ω_i)
/// PE(pos, 2i+1) = cos(pos · ω_i)
/// ω_i = base^(−2i/C)
/// ```
///
/// Vaswani et al. 2017, section 3.5, with `base` = [`BASE`]. If C is odd, the last channel
/// is a sine without its cosine.
///
/// # Shapes
/// Returns `(context, C)`.
///
/// ```
/// use positional_encoding::{BASE, sinusoids};
/// // At position 0 every sine is 0 and every cosine 1.
/// assert_eq!(sinusoids::<f64>(1, 4, BASE).row(0).to_vec(), [0.0, 1.0, 0.0, 1.0]);
/// ```
// ANCHOR: sinusoids
pub fn sinusoids<F: Float>(context: usize, c: usize, base: f64) -> Array2<F> {
    Array2::from_shape_fn((context, c), |(pos, channel)| {
        let angle = pos as f64 * frequency(channel / 2, c, base);
        F::of(if channel % 2 == 0 { angle.sin() } else { angle.cos() })
    })
}

/// How fast the pair of channels `(2i, 2i+1)` turns: `ω_i = base^(−2i/C)` radians per
/// position.
///
/// ```
/// use positional_encoding::{BASE, frequency};
/// assert_eq!(frequency(0, 512, BASE), 1.0); // the fastest pair: one radian a step
/// ```
pub fn frequency(i: usize, c: usize, base: f64) -> f64 {
    base.powf(-2.0 * i as f64 / c as f64)
}
// ANCHOR_END: sinusoids

/// After how many positions the pair of channels `(2i, 2i+1)` repeats: `2π / ω_i =
/// 2π·base^(2i/C)`.
///
/// ```
/// use positional_encoding::{BASE, wavelength};
/// // the fastest pair: a turn in 2π steps
/// assert_eq!(wavelength(0, 512, BASE), std::f64::consts::TAU);
/// ```
// ANCHOR: wavelength
pub fn wavelength(i: usize, c: usize, base: f64) -> f64 {
    TAU / frequency(i, c, base)
}
// ANCHOR_END: wavelength
