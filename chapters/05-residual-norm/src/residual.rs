//! The residual connection: a layer's output is added to its input.

use foundations::{Float, Layer, Params};
use ndarray::{Array3, ArrayRef3, ArrayViewD, ArrayViewMutD};

use crate::{LayerNorm, LayerNormCache};

/// Where the normalisation of a residual connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormPlace {
    /// `y = x + f(LN(x))`: GPT-2, and the article's "normalises each layer's input".
    Pre,
    /// `y = LN(x + f(x))`: the Transformer of 2017.
    Post,
}

impl NormPlace {
    /// Both, each with its name.
    pub const NAMED: [(&'static str, NormPlace); 2] =
        [("pre", NormPlace::Pre), ("post", NormPlace::Post)];
}

/// Any layer f with a residual connection around it and a normalisation beside it.
///
/// ```text
/// pre-LN:  y = x + f(LN(x))        post-LN:  y = LN(x + f(x))
/// ```
///
/// He et al. 2015 (the residual); Vaswani et al. 2017, section 3.1 (post-LN); Radford et
/// al. 2019 (pre-LN).
///
/// # Shapes
/// `x`, `y`, and f's input and output: `(B, T, C)`.
// ANCHOR: residual
#[derive(Clone, Debug, PartialEq)]
pub struct Residual<F, L> {
    /// The normalisation.
    pub norm: LayerNorm<F>,
    /// The layer f.
    pub inner: L,
    /// Before f or after the sum.
    pub place: NormPlace,
}
// ANCHOR_END: residual

/// What [`Residual`]'s backward must remember of its forward.
#[derive(Debug)]
pub struct ResidualCache<F: Float, L: Layer<F>> {
    norm: LayerNormCache<F>,
    inner: L::Cache,
}

impl<F: Float, L: Layer<F>> ResidualCache<F, L> {
    /// What the inner layer remembers, its attention weights for instance.
    pub fn inner(&self) -> &L::Cache {
        &self.inner
    }
}

impl<F: Float, L: Params<F>> Params<F> for Residual<F, L> {
    fn collect<'a>(&'a self, path: &str, list: &mut Vec<(String, ArrayViewD<'a, F>)>) {
        self.norm.collect(&foundations::join(path, "norm"), list);
        self.inner.collect(path, list);
    }

    fn collect_mut<'a>(
        &'a mut self,
        path: &str,
        list: &mut Vec<(String, ArrayViewMutD<'a, F>)>,
    ) {
        self.norm.collect_mut(&foundations::join(path, "norm"), list);
        self.inner.collect_mut(path, list);
    }
}

impl<F: Float, L> Residual<F, L> {
    /// `inner` with a fresh normalisation for `c` channels.
    pub fn new(inner: L, c: usize, place: NormPlace) -> Residual<F, L> {
        Residual { norm: LayerNorm::new(c), inner, place }
    }

    /// The forward with `f` in the place of the inner layer's own forward: generation
    /// passes one that keeps its keys.
    pub fn forward_with(
        &self,
        x: &ArrayRef3<F>,
        f: impl FnOnce(&ArrayRef3<F>) -> Array3<F>,
    ) -> Array3<F> {
        match self.place {
            NormPlace::Pre => add(f(&self.norm.forward(x).0), x),
            NormPlace::Post => self.norm.forward(&add(f(x), x)).0,
        }
    }
}

/// `f(x) + x`, for equal shapes only: a narrower f(x) would be stretched.
fn add<F: Float>(fx: Array3<F>, x: &ArrayRef3<F>) -> Array3<F> {
    assert_eq!(fx.dim(), x.dim(), "residual: the shapes of f(x) (left) and of x (right)");
    fx + x
}

impl<F: Float, L: Layer<F>> Layer<F> for Residual<F, L> {
    type Cache = ResidualCache<F, L>;

    /// # Panics
    /// If f's output has not the shape of its input.
    // ANCHOR: forward
    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        match self.place {
            NormPlace::Pre => {
                let (normal, norm) = self.norm.forward(x);
                let (fx, inner) = self.inner.forward(&normal);
                (add(fx, x), ResidualCache { norm, inner })
            }
            NormPlace::Post => {
                let (fx, inner) = self.inner.forward(x);
                let (y, norm) = self.norm.forward(&add(fx, x));
                (y, ResidualCache { norm, inner })
            }
        }
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let ResidualCache { norm, inner } = cache;
        let (dx, norm, inner) = match self.place {
            // y = x + f(LN(x)): the gradient takes both roads, and the straight one adds it
            // unchanged
            NormPlace::Pre => {
                let (dnormal, inner) = self.inner.backward(inner, dy);
                let (dx, norm) = self.norm.backward(norm, &dnormal);
                (dx + dy, norm, inner)
            }
            // y = LN(x + f(x)): every road goes through the normalisation
            NormPlace::Post => {
                let (dsum, norm) = self.norm.backward(norm, dy);
                let (dx, inner) = self.inner.backward(inner, &dsum);
                (dx + dsum, norm, inner)
            }
        };
        (dx, Residual { norm, inner, place: self.place })
    }
    // ANCHOR_END: backward
}
