//! A gradient that is too long is cut to a given length: one bad batch must not throw the
//! model away.

use foundations::{Float, Params, wide};
use ndarray::ArrayViewD;

/// The length of a gradient: the square root of the sum of the squares of all its numbers,
/// summed in `f64`.
///
/// ```text
/// |g| = √(Σ g²)
/// ```
pub fn gradient_norm<F: Float>(gradient: &impl Params<F>) -> f64 {
    gradient.tensors().iter().map(|(_, tensor)| sum_of_squares(tensor)).sum::<f64>().sqrt()
}

/// `Σ g²`, in sixteen sums side by side: one after the other, each addition would wait for
/// the one before.
fn sum_of_squares<F: Float>(tensor: &ArrayViewD<F>) -> f64 {
    let tensor = tensor.as_slice().expect("gradients lie in order");
    let (sixteens, rest) = tensor.as_chunks::<16>();
    wide(|| {
        let mut sums = [0.0; 16];
        for sixteen in sixteens {
            sums.iter_mut()
                .zip(sixteen)
                .for_each(|(sum, g)| *sum += g.as_f64() * g.as_f64());
        }
        sums.iter().sum::<f64>() + rest.iter().map(|g| g.as_f64() * g.as_f64()).sum::<f64>()
    })
}

/// Shortens a gradient that is longer than `max_norm` to that length, and returns the
/// length that it had.
///
/// ```text
/// g ← g · min(1, max_norm/|g|)
/// ```
///
/// Pascanu, Mikolov & Bengio 2013.
///
/// ```
/// use ndarray::array;
/// let mut gradient = array![3.0, 4.0];
/// assert_eq!(training_loss::clip(&mut gradient, 1.0), 5.0);
/// assert_eq!(gradient, array![0.6000000000000001, 0.8]);
/// ```
// ANCHOR: clip
pub fn clip<F: Float>(gradient: &mut impl Params<F>, max_norm: f64) -> f64 {
    let norm = gradient_norm(gradient);
    if norm > max_norm {
        gradient.scale(F::of(max_norm / norm));
    }
    norm
}
// ANCHOR_END: clip
