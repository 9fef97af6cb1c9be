//! Loops over numbers one by one, compiled for the widest vector instructions that the
//! processor has.

use std::sync::OnceLock;

use ndarray::{Array1, ArrayRef, ArrayRef1, ArrayRef2, Dimension, Zip};
use pulp::Arch;

use crate::Float;

/// `x[i] ← f(x[i])` for every number.
///
/// ```
/// use ndarray::array;
/// let mut x = array![1.0, 2.0];
/// foundations::map_in_place(&mut x, |x| 10.0 * x);
/// assert_eq!(x, array![10.0, 20.0]);
/// ```
pub fn map_in_place<F: Float, D: Dimension>(x: &mut ArrayRef<F, D>, f: impl Fn(F) -> F) {
    match x.as_slice_memory_order_mut() {
        Some(x) => wide(|| x.iter_mut().for_each(|x| *x = f(*x))),
        None => x.mapv_inplace(f),
    }
}

/// `x[i] ← f(x[i], y[i])` for every number.
///
/// # Panics
/// If the shapes differ.
///
/// ```
/// use ndarray::array;
/// let mut x = array![1.0, 2.0];
/// foundations::zip_in_place(&mut x, &array![3.0, 4.0], |x, y| x + y);
/// assert_eq!(x, array![4.0, 6.0]);
/// ```
pub fn zip_in_place<F: Float, D: Dimension>(
    x: &mut ArrayRef<F, D>,
    y: &ArrayRef<F, D>,
    f: impl Fn(F, F) -> F,
) {
    assert_eq!(
        x.shape(),
        y.shape(),
        "numbers can be paired only in arrays of the same shape"
    );
    match (x.as_slice_mut(), y.as_slice()) {
        (Some(x), Some(y)) => {
            wide(|| x.iter_mut().zip(y).for_each(|(x, &y)| *x = f(*x, y)));
        }
        _ => Zip::from(x).and(y).for_each(|x, &y| *x = f(*x, y)),
    }
}

/// The largest number of a row, and −∞ of an empty one; a NaN is passed over.
pub fn largest<F: Float>(row: &ArrayRef1<F>) -> F {
    let larger = |a: F, b: F| if b > a { b } else { a };
    let Some(row) = row.as_slice() else {
        return row.iter().copied().fold(F::neg_infinity(), larger);
    };
    wide(|| {
        // Sixteen at a time: one after the other, each would wait for the one before.
        let (sixteens, rest) = row.as_chunks::<16>();
        let mut lanes = [F::neg_infinity(); 16];
        for sixteen in sixteens {
            lanes.iter_mut().zip(sixteen).for_each(|(lane, &x)| *lane = larger(*lane, x));
        }
        lanes.iter().chain(rest).copied().fold(F::neg_infinity(), larger)
    })
}

/// Adds the same row to every row of a matrix.
///
/// # Panics
/// If `row` is not as long as the matrix is wide.
pub fn add_to_rows<F: Float>(matrix: &mut ArrayRef2<F>, row: &ArrayRef1<F>) {
    matrix
        .rows_mut()
        .into_iter()
        .for_each(|mut own| zip_in_place(&mut own, row, |own, row| own + row));
}

/// The sum of all rows of a matrix.
pub fn sum_of_rows<F: Float>(matrix: &ArrayRef2<F>) -> Array1<F> {
    let mut sum = Array1::zeros(matrix.ncols());
    matrix
        .rows()
        .into_iter()
        .for_each(|row| zip_in_place(&mut sum, &row, |sum, row| sum + row));
    sum
}

/// Runs a loop with the widest vector instructions that this processor has.
///
/// The compiler makes a copy of the loop for each generation of processors; which one runs
/// is decided when it runs, by [`vectors`].
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    vectors().dispatch(work)
}

/// The vector instructions of [`wide`]: the widest that this processor has, or narrower
/// ones if the environment variable `GLASSGPT_VECTORS` names them: `avx2`, or `scalar` for
/// none. So a test can try what it would do on somebody else's processor. A name that this
/// processor does not know changes nothing.
#[inline]
pub fn vectors() -> Arch {
    static CHOSEN: OnceLock<Arch> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let asked = std::env::var("GLASSGPT_VECTORS").ok();
        asked.and_then(|name| named(&name)).unwrap_or_default()
    })
}

/// The vector instructions of this name, if the processor has them.
fn named(name: &str) -> Option<Arch> {
    match name {
        "scalar" => Some(Arch::Scalar),
        #[cfg(target_arch = "x86_64")]
        "avx2" => pulp::x86::V3::try_new().map(Arch::V3),
        #[cfg(target_arch = "x86_64")]
        "avx512" => pulp::x86::V4::try_new().map(Arch::V4),
        _ => None,
    }
}
