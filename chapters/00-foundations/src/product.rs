//! The product of two matrices: nearly all the work that a Transformer does goes through this file.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayRef2};

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
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    product_into(F::one(), a, b, &mut c);
    c
}
// ANCHOR_END: product

/// Writes a multiple of a product over a matrix that is there already, a strided view for instance.
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
pub fn product_into<F: Float>(alpha: F, a: &ArrayRef2<F>, b: &ArrayRef2<F>, c: &mut ArrayRef2<F>) {
    multiply(alpha, a, b, F::zero(), c);
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
pub fn add_product<F: Float>(alpha: F, a: &ArrayRef2<F>, b: &ArrayRef2<F>, c: &mut ArrayRef2<F>) {
    multiply(alpha, a, b, F::one(), c);
}

/// `c ← α·a·b + β·c`
fn multiply<F: Float>(alpha: F, a: &ArrayRef2<F>, b: &ArrayRef2<F>, beta: F, c: &mut ArrayRef2<F>) {
    assert!(
        a.ncols() == b.nrows() && c.dim() == (a.nrows(), b.ncols()),
        "the shapes of a product do not fit: a is {:?}, b is {:?}, c is {:?}; expected (I, K), (K, J), (I, J)",
        a.dim(),
        b.dim(),
        c.dim()
    );
    general_mat_mul(alpha, a, b, beta, c);
}
