//! Gradients: measured by small differences, and compared with what a student derived.

use ndarray::{Array, ArrayRef, Dimension, IntoDimension, Zip};

use crate::{Verdict, same_or};

/// How far a step of the differences goes.
const STEP: f64 = 1e-5;
/// How far off differences may be, for each unit of their size.
const TOLERANCE: f64 = 1e-7;

/// The slope of `loss` for every number of `x`, by nudging it both ways.
///
/// ```
/// use ndarray::array;
/// let slopes = exercises::differences(&array![1.0, 3.0], |x| x.dot(x)); // 2x
/// assert!((slopes - array![2.0, 6.0]).iter().all(|off| off.abs() < 1e-7));
/// ```
pub fn differences<D: Dimension>(
    x: &Array<f64, D>,
    loss: impl Fn(&Array<f64, D>) -> f64,
) -> Array<f64, D> {
    let (mut slopes, mut nudged) = (x.clone(), x.clone());
    for (at, slope) in slopes.indexed_iter_mut() {
        let at = at.into_dimension();
        let mut loss_at = |number: f64| {
            nudged[at.clone()] = number;
            loss(&nudged)
        };
        let number = x[at.clone()];
        *slope = (loss_at(number + STEP) - loss_at(number - STEP)) / (2.0 * STEP);
        loss_at(number);
    }
    slopes
}

/// [`same_or`] for a gradient that [`differences`] have measured: they know seven digits,
/// and no more are compared.
///
/// ```
/// use ndarray::array;
/// assert!(exercises::same_gradient("dx", &array![0.300_000_01], &array![0.3], &[]).is_ok());
/// assert!(exercises::same_gradient("dx", &array![0.300_01], &array![0.3], &[]).is_err());
/// ```
pub fn same_gradient<D: Dimension>(
    what: &str,
    got: &ArrayRef<f64, D>,
    measured: &ArrayRef<f64, D>,
    mistakes: &[(&str, Array<f64, D>)],
) -> Verdict {
    let mistakes: Vec<_> =
        mistakes.iter().map(|(mistake, gives)| (*mistake, as_near(gives, got))).collect();
    same_or(what, got, &as_near(measured, got), &mistakes)
}

/// What was measured; where `got` is as near as can be measured, its own number.
fn as_near<D: Dimension>(
    measured: &ArrayRef<f64, D>,
    got: &ArrayRef<f64, D>,
) -> Array<f64, D> {
    if measured.shape() != got.shape() {
        return measured.to_owned();
    }
    let near = |x: f64, got: f64| (x - got).abs() < TOLERANCE * x.abs().max(1.0);
    Zip::from(measured).and(got).map_collect(|&x, &got| if near(x, got) { got } else { x })
}
