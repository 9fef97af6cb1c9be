//! The product of two matrices: nearly all the work that a Transformer does goes through
//! this file.

use gemm_common::Parallelism;
use ndarray::{Array2, ArrayRef2, Ix2, RawArrayViewMut};

use crate::Float;

/// The product of two matrices.
///
/// ```text
/// c = a·b        c[i, j] = Σ_k a[i, k] · b[k, j]
/// ```
///
/// Works on views with any strides, so a transpose costs nothing: `product(&q, &k.t())`.
///
/// # Shapes
/// `a`: `(I, K)`, `b`: `(K, J)`; returns `(I, J)`.
///
/// # Panics
/// If `a` has not as many columns as `b` has rows.
///
/// ```
/// use ndarray::array;
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// let swap = array![[0.0, 1.0], [1.0, 0.0]];
/// assert_eq!(foundations::product(&a, &swap), array![[2.0, 1.0], [4.0, 3.0]]);
/// ```
// ANCHOR: product
pub fn product<F: Float>(a: &ArrayRef2<F>, b: &ArrayRef2<F>) -> Array2<F> {
    let mut c = Array2::uninit((a.nrows(), b.ncols()));
    multiply(F::one(), a, b, F::zero(), c.raw_view_mut().cast());
    // SAFETY: with β = 0 the product has written every element of c.
    #[expect(unsafe_code, reason = "zeros first would cost a pass over every product")]
    unsafe {
        c.assume_init()
    }
}
// ANCHOR_END: product

/// Writes a multiple of a product over a matrix that is there already, a strided view for
/// instance.
///
/// ```text
/// c = α · a·b
/// ```
///
/// # Shapes
/// `a`: `(I, K)`, `b`: `(K, J)`, `c`: `(I, J)`; all may be strided views.
///
/// # Panics
/// If the shapes do not fit together.
///
/// ```
/// use ndarray::array;
/// let mut c = array![[99.0]];
/// foundations::product_into(0.5, &array![[2.0, 4.0]], &array![[1.0], [1.0]], &mut c);
/// assert_eq!(c, array![[3.0]]);
/// ```
pub fn product_into<F: Float>(
    alpha: F,
    a: &ArrayRef2<F>,
    b: &ArrayRef2<F>,
    c: &mut ArrayRef2<F>,
) {
    multiply(alpha, a, b, F::zero(), c.raw_view_mut());
}

/// Adds a multiple of a product to a matrix that is there already.
///
/// ```text
/// c += α · a·b
/// ```
///
/// # Shapes
/// `a`: `(I, K)`, `b`: `(K, J)`, `c`: `(I, J)`; all may be strided views.
///
/// # Panics
/// If the shapes do not fit together.
///
/// ```
/// use ndarray::array;
/// let mut c = array![[10.0]];
/// foundations::add_product(0.5, &array![[2.0, 4.0]], &array![[1.0], [1.0]], &mut c);
/// assert_eq!(c, array![[13.0]]);
/// ```
pub fn add_product<F: Float>(
    alpha: F,
    a: &ArrayRef2<F>,
    b: &ArrayRef2<F>,
    c: &mut ArrayRef2<F>,
) {
    multiply(alpha, a, b, F::one(), c.raw_view_mut());
}

/// `c ← α·a·b + β·c`; with β = 0 what c held is not read.
fn multiply<F: Float>(
    alpha: F,
    a: &ArrayRef2<F>,
    b: &ArrayRef2<F>,
    beta: F,
    mut c: RawArrayViewMut<F, Ix2>,
) {
    assert!(
        a.ncols() == b.nrows() && c.dim() == (a.nrows(), b.ncols()),
        "the shapes of a product do not fit: a is {:?}, b is {:?}, c is {:?}; expected \
            (I, K), (K, J), (I, J)",
        a.dim(),
        b.dim(),
        c.dim()
    );
    let [c_row, c_column] = [c.strides()[0], c.strides()[1]];
    if c_column.abs() < c_row.abs() {
        // The kernel writes column by column, and c lies in rows: cᵀ = bᵀ·aᵀ.
        return multiply(alpha, &b.t(), &a.t(), beta, c.reversed_axes());
    }
    let (i, k) = a.dim();
    let [a_row, a_column] = [a.strides()[0], a.strides()[1]];
    let [b_row, b_column] = [b.strides()[0], b.strides()[1]];
    let (a, b) = (a.as_ptr(), b.as_ptr());
    // SAFETY: the shapes fit, as was just asserted; pointers and strides are those of
    // arrays that are borrowed here, c's alone to be written.
    #[expect(unsafe_code, reason = "the fastest products are behind a call with pointers")]
    unsafe {
        #[rustfmt::skip]
        F::kernel()(
            i, c.ncols(), k,
            c.as_mut_ptr(), c_column, c_row, beta != F::zero(),
            a, a_column, a_row,
            b, b_column, b_row,
            beta, alpha, false, false, false, Parallelism::None,
        );
    }
}

/// A product of `gemm-f32` or `gemm-f64`: the sizes I, J, K; c with its steps to the next
/// column and row, and whether what it holds is read; a and b with theirs; the factor of
/// what c holds and that of the product; three conjugates, which real numbers don't have;
/// threads.
#[rustfmt::skip]
pub(crate) type Kernel<F> = unsafe fn(
    usize, usize, usize,
    *mut F, isize, isize, bool,
    *const F, isize, isize,
    *const F, isize, isize,
    F, F, bool, bool, bool, Parallelism,
);
