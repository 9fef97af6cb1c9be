//! SwiGLU: a feed-forward network whose units multiply two answers.

use foundations::{
    Float, Layer, from_rows, map_in_place, normal, params, product, rows, zip_in_place,
};
use ndarray::{Array2, Array3, ArrayRef3};
use rand::Rng;

/// `SiLU(x) = x·σ(x)`, the bend of a gate; also called swish.
///
/// ```
/// use since_gpt2::silu;
/// assert_eq!(silu(0.0), 0.0);
/// // Of x and −x together, one lets through what the other one holds back.
/// assert!((silu(2.0) - silu(-2.0) - 2.0_f64).abs() < 1e-15);
/// ```
#[inline(always)]
pub fn silu<F: Float>(x: F) -> F {
    x * sigmoid(x)
}

/// `SiLU'(x) = σ(x) + x·σ(x)·σ(−x)`
#[inline(always)]
pub fn silu_slope<F: Float>(x: F) -> F {
    // σ' = σ·(1 − σ), and 1 − σ(x) = σ(−x)
    sigmoid(x) + x * sigmoid(x) * sigmoid(-x)
}

/// `σ(x) = 1 / (1 + e^(−x))`
#[inline(always)]
fn sigmoid<F: Float>(x: F) -> F {
    F::one() / (F::one() + (-x).exponential())
}

/// A gated feed-forward network, the same for every token.
///
/// ```text
/// y = (SiLU(x·W_gate) ∘ x·W_up)·W_down
/// ```
///
/// Shazeer 2020, equation 6; no biases.
///
/// # Shapes
/// `x`, `y`: `(B, T, C)`; M hidden units.
///
/// ```
/// use foundations::Layer;
/// use ndarray::array;
/// use since_gpt2::SwiGlu;
/// // Two units multiply two numbers: SiLU(x)·y + SiLU(−x)·(−y) = x·y.
/// let times = SwiGlu {
///     gate: array![[1.0, -1.0], [0.0, 0.0]],
///     up: array![[0.0, 0.0], [1.0, -1.0]],
///     down: array![[1.0], [1.0]],
/// };
/// let (y, _) = times.forward(&array![[[3.0, 5.0]]]);
/// assert!((y[[0, 0, 0]] - 15.0_f64).abs() < 1e-14);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SwiGlu<F> {
    /// W_gate: how far each unit opens.
    pub gate: Array2<F>, // (C, M)
    /// W_up: what each unit says.
    pub up: Array2<F>, // (C, M)
    /// W_down: back to the stream.
    pub down: Array2<F>, // (M, C)
}

params!(SwiGlu { gate, up, down });

/// What [`SwiGlu`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct SwiGluCache<F> {
    x: Array2<F>, // (B·T, C)
    g: Array2<F>, // (B·T, M): x·W_gate
    u: Array2<F>, // (B·T, M): x·W_up
    h: Array2<F>, // (B·T, M): SiLU(g) ∘ u
}

impl<F: Float> SwiGlu<F> {
    /// The units that make it as large as the article's network: three matrices of C·M
    /// numbers are two of C·4C for `M = 8C/3`, rounded down.
    ///
    /// ```
    /// use since_gpt2::SwiGlu;
    /// assert_eq!(SwiGlu::<f32>::units(96), 256);
    /// assert_eq!(3 * 96 * 256, 2 * 96 * (4 * 96));
    /// ```
    pub fn units(c: usize) -> usize {
        8 * c / 3
    }

    /// A network of `m` units with normal weights: of standard deviation `1/√C` into the
    /// units, and `√(3/M)` out of them, because a gate lets through about a third of the
    /// mean square.
    pub fn new(c: usize, m: usize, rng: &mut impl Rng) -> SwiGlu<F> {
        let into = 1.0 / (c as f64).sqrt();
        SwiGlu {
            gate: normal((c, m), into, rng),
            up: normal((c, m), into, rng),
            down: normal((m, c), (3.0 / m as f64).sqrt(), rng),
        }
    }
}

impl<F: Float> Layer<F> for SwiGlu<F> {
    type Cache = SwiGluCache<F>;

    /// # Panics
    /// If `x` has not C channels, or the matrices do not fit together.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        let (batch, tokens, _) = x.dim();
        let x = rows(x).into_owned(); // (B·T, C)
        let g = product(&x, &self.gate); // (B·T, M)
        let u = product(&x, &self.up); // (B·T, M)
        let mut h = u.clone(); // (B·T, M)
        zip_in_place(&mut h, &g, |u, g| silu(g) * u);
        let y = product(&h, &self.down); // (B·T, C)
        (from_rows(y, batch, tokens), SwiGluCache { x, g, u, h })
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let SwiGluCache { x, g, u, h } = cache;
        let (batch, tokens, _) = dy.dim();
        let dy = rows(dy); // (B·T, C)
        // y = h·W_down
        let dh = product(&dy, &self.down.t()); // (B·T, M)
        let down = product(&h.t(), &dy); // (M, C)
        // h = SiLU(g) ∘ u: a product, each factor's slope is the other one
        let (mut du, mut dg) = (g.clone(), g); // (B·T, M) each
        map_in_place(&mut du, silu);
        du *= &dh;
        map_in_place(&mut dg, silu_slope);
        dg *= &u;
        dg *= &dh;
        // g = x·W_gate, u = x·W_up: x goes both ways
        let dx = product(&dg, &self.gate.t()) + product(&du, &self.up.t()); // (B·T, C)
        let (gate, up) = (product(&x.t(), &dg), product(&x.t(), &du)); // (C, M) each
        (from_rows(dx, batch, tokens), SwiGlu { gate, up, down })
    }
    // ANCHOR_END: backward
}
