//! Layer normalisation: every token's vector is brought to mean 0 and variance 1.

use foundations::{Float, Layer, from_rows, map_in_place, params, rows, zip_in_place};
use ndarray::{Array1, Array2, Array3, ArrayRef3, Axis, Zip};

/// GPT-2's ε.
pub const EPSILON: f64 = 1e-5;

/// Layer normalisation of each token on its own.
///
/// ```text
/// n = (x − mean(x)) / √(var(x) + ε)        y = n ∘ gain + bias
/// ```
///
/// Ba, Kiros & Hinton 2016, equation 4. The mean and the variance (divided by C, not C − 1)
/// are over the channels of one token.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`.
///
/// ```
/// use foundations::Layer;
/// use ndarray::array;
/// use residual_norm::LayerNorm;
/// // Two channels: whatever their distance, one comes out at −1 and the other at +1.
/// let norm = LayerNorm { epsilon: 0.0, ..LayerNorm::new(2) };
/// let (y, _) = norm.forward(&array![[[10.0, 30.0], [-5.0, -5.5]]]);
/// assert_eq!(y, array![[[-1.0, 1.0], [1.0, -1.0]]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNorm<F> {
    /// What each channel is multiplied by afterwards; starts at 1.
    pub gain: Array1<F>, // (C)
    /// What is added to each channel afterwards; starts at 0.
    pub bias: Array1<F>, // (C)
    /// Keeps the division finite when all channels are equal.
    pub epsilon: f64,
}

params!(LayerNorm { gain, bias });

/// What [`LayerNorm`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct LayerNormCache<F> {
    normal: Array2<F>, // n: (B·T, C)
    scale: Array1<F>,  // 1/√(var + ε): (B·T)
}

impl<F: Float> LayerNorm<F> {
    /// The identity on vectors that are normal already: gain 1, bias 0, ε = [`EPSILON`].
    pub fn new(c: usize) -> LayerNorm<F> {
        LayerNorm { gain: Array1::ones(c), bias: Array1::zeros(c), epsilon: EPSILON }
    }
}

impl<F: Float> Layer<F> for LayerNorm<F> {
    type Cache = LayerNormCache<F>;

    /// # Panics
    /// If `x` has not as many channels as the gain.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, c) = x.dim();
        assert_eq!(
            c,
            self.gain.len(),
            "layer norm: the channels of x (left) and of the gain (right)"
        );
        let channels = F::of(c as f64);
        let mut normal = rows(x).into_owned(); // (B·T, C)
        let mut scale = Array1::zeros(normal.nrows()); // (B·T)
        for (mut row, scale) in normal.rows_mut().into_iter().zip(&mut scale) {
            let mean = row.sum() / channels;
            map_in_place(&mut row, |x| x - mean);
            let variance = row.dot(&row) / channels;
            *scale = F::one() / (variance + F::of(self.epsilon)).sqrt();
            let factor = *scale;
            map_in_place(&mut row, |x| factor * x);
        }
        let y = &normal * &self.gain + &self.bias; // (B·T, C)
        (from_rows(y, batch, tokens), LayerNormCache { normal, scale })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let LayerNormCache { normal, scale } = cache;
        let (batch, tokens, c) = dy.dim();
        let channels = F::of(c as f64);
        let dy_rows = rows(dy); // (B·T, C)
        // y = n ∘ gain + bias
        let dgain = (&dy_rows * &normal).sum_axis(Axis(0)); // (C)
        let dbias = dy_rows.sum_axis(Axis(0)); // (C)
        let mut dx = &dy_rows * &self.gain; // (B·T, C): dn, and after the loop dx
        // n = (x − mean)·scale: moving x[c] moves mean and scale too, which costs dn its
        // part along 1 and along n
        Zip::from(dx.rows_mut()).and(normal.rows()).and(&scale).for_each(
            |mut dn, n, &scale| {
                let along_one = dn.sum() / channels;
                let along_n = dn.dot(&n) / channels;
                zip_in_place(&mut dn, &n, |dn, n| scale * (dn - along_one - n * along_n));
            },
        );
        let gradient = LayerNorm { gain: dgain, bias: dbias, epsilon: self.epsilon };
        (from_rows(dx, batch, tokens), gradient)
    }
    // ANCHOR_END: backward
}
