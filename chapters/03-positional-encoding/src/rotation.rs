//! A step along the sequence is a rotation.

use foundations::Float;
use ndarray::{Array2, array, s};

use crate::frequency;

/// The matrix that carries the encoding of any position to the encoding of the position `k`
/// further on.
///
/// ```text
/// PE(pos + k) = PE(pos)·R_k        R_k = diag(R(kω_0), R(kω_1), …)
///
/// R(θ) = ⎡cos θ  −sin θ⎤
///        ⎣sin θ   cos θ⎦
/// ```
///
/// `pos` is not in it. Its transpose goes back. Vaswani et al. 2017, section 3.5, give the
/// property in words.
///
/// # Shapes
/// Returns `(C, C)`, to be multiplied from the right, as every weight of the book is.
///
/// # Panics
/// If `c` is odd: the last sine has no cosine to turn with.
///
/// ```
/// use ndarray::array;
/// use positional_encoding::{BASE, rotation, sinusoids};
/// let pe = sinusoids::<f64>(2, 4, BASE);
/// // no step, no turn
/// assert_eq!(rotation::<f64>(0, 2, BASE), array![[1.0, 0.0], [0.0, 1.0]]);
/// // from position 0 to position 1
/// assert_eq!(pe.row(0).dot(&rotation(1, 4, BASE)), pe.row(1));
/// ```
// ANCHOR: rotation
pub fn rotation<F: Float>(k: usize, c: usize, base: f64) -> Array2<F> {
    assert!(c % 2 == 0, "{c} channels are not whole pairs of a sine and a cosine");
    let mut r = Array2::zeros((c, c));
    for i in 0..c / 2 {
        let (sin, cos) = (k as f64 * frequency(i, c, base)).sin_cos();
        let pair = 2 * i..2 * i + 2;
        r.slice_mut(s![pair.clone(), pair])
            .assign(&array![[cos, -sin], [sin, cos]].mapv(F::of));
    }
    r
}
// ANCHOR_END: rotation
