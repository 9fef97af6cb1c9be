//! RMSNorm: layer normalisation without the mean.

use foundations::{Float, Layer, from_rows, map_in_place, params, rows, zip_in_place};
use ndarray::{Array1, Array2, Array3, ArrayRef3, Axis, Zip};
use residual_norm::EPSILON;

/// Root mean square normalisation of each token on its own.
///
/// ```text
/// n = x / √(mean(x²) + ε)        y = n ∘ gain
/// ```
///
/// Zhang & Sennrich 2019, equation 4. Nothing is subtracted and nothing added.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`.
///
/// ```
/// use foundations::Layer;
/// use ndarray::array;
/// use since_gpt2::RmsNorm;
/// // The mean of 64, 0, 0 and 0 is 16, and its root 4.
/// let norm = RmsNorm { epsilon: 0.0, ..RmsNorm::new(4) };
/// let (y, _) = norm.forward(&array![[[8.0, 0.0, 0.0, 0.0]]]);
/// assert_eq!(y, array![[[2.0, 0.0, 0.0, 0.0]]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RmsNorm<F> {
    /// What each channel is multiplied by afterwards; starts at 1.
    pub gain: Array1<F>, // (C)
    /// Keeps the division finite when all channels are 0.
    pub epsilon: f64,
}

params!(RmsNorm { gain });

/// What [`RmsNorm`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct RmsNormCache<F> {
    normal: Array2<F>, // n: (B·T, C)
    scale: Array1<F>,  // 1/√(mean(x²) + ε): (B·T)
}

impl<F: Float> RmsNorm<F> {
    /// Gain 1, and the ε of the layer norms, [`EPSILON`].
    pub fn new(c: usize) -> RmsNorm<F> {
        RmsNorm { gain: Array1::ones(c), epsilon: EPSILON }
    }
}

impl<F: Float> Layer<F> for RmsNorm<F> {
    type Cache = RmsNormCache<F>;

    /// # Panics
    /// If `x` has not as many channels as the gain.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, c) = x.dim();
        assert_eq!(
            c,
            self.gain.len(),
            "RMSNorm: the channels of x (left) and of the gain (right)"
        );
        let channels = F::of(c as f64);
        let mut normal = rows(x).into_owned(); // (B·T, C)
        let mut scale = Array1::zeros(normal.nrows()); // (B·T)
        for (mut row, scale) in normal.rows_mut().into_iter().zip(&mut scale) {
            let mean_square = row.dot(&row) / channels;
            *scale = F::one() / (mean_square + F::of(self.epsilon)).sqrt();
            let factor = *scale;
            map_in_place(&mut row, |x| factor * x);
        }
        let y = &normal * &self.gain; // (B·T, C)
        (from_rows(y, batch, tokens), RmsNormCache { normal, scale })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let RmsNormCache { normal, scale } = cache;
        let (batch, tokens, c) = dy.dim();
        let channels = F::of(c as f64);
        let dy = rows(dy); // (B·T, C)
        // y = n ∘ gain
        let gain = (&dy * &normal).sum_axis(Axis(0)); // (C)
        let mut dx = &dy * &self.gain; // (B·T, C): dn, and after the loop dx
        // n = x·scale: moving x[c] moves the scale too, which costs dn its part along n
        Zip::from(dx.rows_mut()).and(normal.rows()).and(&scale).for_each(
            |mut dn, n, &scale| {
                let along_n = dn.dot(&n) / channels;
                zip_in_place(&mut dn, &n, |dn, n| scale * (dn - n * along_n));
            },
        );
        (from_rows(dx, batch, tokens), RmsNorm { gain, epsilon: self.epsilon })
    }
    // ANCHOR_END: backward
}
