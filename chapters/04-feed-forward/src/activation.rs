//! The function that bends: without it, two linear layers in a row are one linear layer.

use foundations::{Float, map_in_place, zip_in_place};
use ndarray::{Array3, ArrayRef3};

/// A function applied to each number on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `max(0, x)`: the article's choice.
    Relu,
    /// `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`: GPT-2's choice, a ReLU with a soft
    /// knee. Hendrycks & Gimpel 2016, the tanh form.
    Gelu,
}

impl Activation {
    /// Both, each with its name.
    pub const NAMED: [(&'static str, Activation); 2] =
        [("relu", Activation::Relu), ("gelu", Activation::Gelu)];

    /// `f(x)`.
    ///
    /// ```
    /// use feed_forward::Activation;
    /// assert_eq!(Activation::Relu.value(-2.0), 0.0);
    /// assert_eq!(Activation::Relu.value(3.0), 3.0);
    /// assert_eq!(Activation::Gelu.value(0.0), 0.0);
    /// ```
    // ANCHOR: value
    #[inline(always)]
    pub fn value<F: Float>(self, x: F) -> F {
        match self {
            Activation::Relu if x < F::zero() => F::zero(),
            Activation::Relu => x, // a NaN too, which `max` would hide
            Activation::Gelu => x * sigmoid(gelu_inner(x)),
        }
    }
    // ANCHOR_END: value

    /// `f'(x)`; ReLU's corner at 0 is given the slope 0.
    ///
    /// ```
    /// use feed_forward::Activation;
    /// assert_eq!(Activation::Relu.slope(-2.0), 0.0);
    /// assert_eq!(Activation::Relu.slope(3.0), 1.0);
    /// assert_eq!(Activation::Gelu.slope(0.0), 0.5);
    /// ```
    // ANCHOR: slope
    #[inline(always)]
    pub fn slope<F: Float>(self, x: F) -> F {
        match self {
            Activation::Relu if x > F::zero() => F::one(),
            Activation::Relu => F::zero(),
            Activation::Gelu => {
                // beyond ±100 the slope is 0 or 1, but x² may be infinite
                let x = x.clamp(F::of(-100.0), F::of(100.0));
                let v = gelu_inner(x); // 2u
                let power = (-v.abs()).exponential(); // of −|v|: it can't overflow
                let larger = F::one() / (F::one() + power); // σ(|v|)
                let smaller = power * larger; // σ(−|v|), which is 1 − σ(|v|)
                let sigma = if v < F::zero() { smaller } else { larger };
                let dv =
                    F::of(2.0 * SQRT_2_OVER_PI) * (F::one() + F::of(3.0 * CUBIC) * x * x);
                // (x·σ(v))' = σ + x·σ·(1 − σ)·v'
                sigma + x * larger * smaller * dv
            }
        }
    }
    // ANCHOR_END: slope

    /// `f` of every number.
    pub fn forward<F: Float>(self, x: &ArrayRef3<F>) -> Array3<F> {
        let mut y = x.to_owned();
        map_in_place(&mut y, |x| self.value(x));
        y
    }

    /// `∂L/∂x`, given the forward's input and `dy = ∂L/∂y`.
    ///
    /// ```text
    /// dx = dy ∘ f'(x)
    /// ```
    ///
    /// # Panics
    /// If the shapes differ.
    // ANCHOR: backward
    pub fn backward<F: Float>(self, x: &ArrayRef3<F>, dy: &ArrayRef3<F>) -> Array3<F> {
        assert_eq!(
            x.dim(),
            dy.dim(),
            "the activation's input and the gradient of its output differ in shape"
        );
        let mut dx = dy.to_owned();
        // Two loops: one that asks at each number which it is may not become vectors.
        match self {
            Self::Relu => zip_in_place(&mut dx, x, |dy, x| dy * Self::Relu.slope(x)),
            Self::Gelu => zip_in_place(&mut dx, x, |dy, x| dy * Self::Gelu.slope(x)),
        }
        dx
    }
    // ANCHOR_END: backward
}

const SQRT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;
const CUBIC: f64 = 0.044715;

/// The 2u of `x·σ(2u)`, which is GELU: half of 1 + tanh(u) is the sigmoid of 2u.
#[inline(always)]
fn gelu_inner<F: Float>(x: F) -> F {
    F::of(2.0 * SQRT_2_OVER_PI) * (x + F::of(CUBIC) * x * x * x)
}

/// `σ(z) = 1 / (1 + e^(−z))`
#[inline(always)]
fn sigmoid<F: Float>(z: F) -> F {
    F::one() / (F::one() + (-z).exponential())
}
