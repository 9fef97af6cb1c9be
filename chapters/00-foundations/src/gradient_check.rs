//! Is this gradient right? Nudge one number, see how much the loss moves, compare.

use std::fmt;

use ndarray::{Array, Array3, Dimension};
use rand::Rng;

use crate::params::assert_same_tensors;
use crate::{Layer, Params, normal};

/// The step of the central difference: near the cube root of the `f64` rounding error,
/// where the error of the formula (∝ h²) and that of the arithmetic (∝ 1/h) are about
/// equal.
const STEP: f64 = 1e-5;

/// The result of a gradient check: how many derivatives were compared, and the one that was
/// furthest off.
///
/// ```
/// use foundations::check_gradient;
/// use ndarray::array;
/// // L = Σ x², so ∂L/∂x = 2x; the second number of the gradient below has the wrong sign.
/// let check = check_gradient("x", &array![1.0, 2.0], &array![2.0, -4.0], |x| x.dot(x));
/// assert_eq!(check.at, "x[1]");
/// assert!(check.worst > 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GradientCheck {
    /// How many derivatives were compared.
    pub checked: usize,
    /// The largest error, `|a − n| / max(1, |a|, |n|)` for the analytic `a` and the numeric
    /// `n`.
    pub worst: f64,
    /// Where it was: the tensor's name and the index in it.
    pub at: String,
}

impl GradientCheck {
    /// # Panics
    /// If any derivative is off by `tolerance` or more, or is not a number; the message
    /// names it.
    pub fn assert_below(&self, tolerance: f64) {
        assert!(self.checked > 0, "no derivative was checked");
        assert!(self.worst < tolerance, "{self}; expected less than {tolerance:e}");
    }

    /// This check and another one as one: the counts add, the worse of the two worst stays.
    pub fn and(self, other: GradientCheck) -> GradientCheck {
        let checked = self.checked + other.checked;
        // `total_cmp` puts a NaN above every number: it must win here, not vanish.
        let worse = if self.worst.total_cmp(&other.worst).is_ge() { self } else { other };
        GradientCheck { checked, ..worse }
    }
}

impl fmt::Display for GradientCheck {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "{} derivatives checked, the worst off by {:.1e} at {}",
            self.checked, self.worst, self.at
        )
    }
}

/// Compares `dx` with central differences of `loss` around `x`, element by element.
///
/// ```text
/// ∂L/∂x[i] ≈ (L(x + h·e_i) − L(x − h·e_i)) / 2h
/// ```
///
/// # Panics
/// If `dx` has not the shape of `x`.
///
/// ```
/// use foundations::check_gradient;
/// use ndarray::array;
/// // L = Σ x², so ∂L/∂x = 2x.
/// let x = array![1.0, -2.0];
/// check_gradient("x", &x, &(2.0 * &x), |x| x.dot(x)).assert_below(1e-8);
/// ```
// ANCHOR: check_gradient
pub fn check_gradient<D: Dimension>(
    name: &str,
    x: &Array<f64, D>,
    dx: &Array<f64, D>,
    loss: impl Fn(&Array<f64, D>) -> f64,
) -> GradientCheck {
    assert_eq!(x.shape(), dx.shape(), "the gradient of {name} has not the shape of {name}");
    let mut x = x.as_standard_layout().into_owned();
    let mut check = GradientCheck { checked: 0, worst: 0.0, at: name.to_owned() };
    for (i, (index, &analytic)) in dx.view().into_dyn().indexed_iter().enumerate() {
        let mut loss_with = |step: f64| {
            let before = x.as_slice().expect("standard layout")[i];
            x.as_slice_mut().expect("standard layout")[i] = before + step;
            let loss = loss(&x);
            x.as_slice_mut().expect("standard layout")[i] = before;
            loss
        };
        let numeric = (loss_with(STEP) - loss_with(-STEP)) / (2.0 * STEP);
        check = check.and(compare(analytic, numeric, format!("{name}{:?}", index.slice())));
    }
    check
}
// ANCHOR_END: check_gradient

/// Compares one derivative, analytic against numeric.
fn compare(analytic: f64, numeric: f64, at: String) -> GradientCheck {
    let scale = analytic.abs().max(numeric.abs()).max(1.0);
    GradientCheck { checked: 1, worst: (analytic - numeric).abs() / scale, at }
}

/// Compares the gradient of every parameter of a model with central differences of `loss`,
/// element by element.
///
/// # Panics
/// If `gradient` has other tensors than `model`.
///
/// ```
/// use foundations::{Linear, check_params};
/// use ndarray::array;
/// // L = w² + 3b at w = 2, b = 1: ∂L/∂w = 2w = 4, ∂L/∂b = 3.
/// let line = Linear { w: array![[2.0]], b: array![1.0] };
/// let gradient = Linear { w: array![[4.0]], b: array![3.0] };
/// let loss = |l: &Linear<f64>| l.w[[0, 0]].powi(2) + 3.0 * l.b[0];
/// check_params(&line, &gradient, loss).assert_below(1e-8);
/// ```
pub fn check_params<P: Params<f64> + Clone>(
    model: &P,
    gradient: &P,
    loss: impl Fn(&P) -> f64,
) -> GradientCheck {
    assert_same_tensors(model, gradient, "check_params");
    let mut nudged = model.clone();
    let mut check = GradientCheck { checked: 0, worst: 0.0, at: "nothing".to_owned() };
    for (k, (name, tensor)) in gradient.tensors().into_iter().enumerate() {
        for (index, &analytic) in tensor.indexed_iter() {
            let mut loss_with = |step: f64| {
                let before = nudged.tensors()[k].1[&index];
                nudged.tensors_mut()[k].1[&index] = before + step;
                let loss = loss(&nudged);
                nudged.tensors_mut()[k].1[&index] = before;
                loss
            };
            let numeric = (loss_with(STEP) - loss_with(-STEP)) / (2.0 * STEP);
            check =
                check.and(compare(analytic, numeric, format!("{name}{:?}", index.slice())));
        }
    }
    check
}

/// Checks both gradients that a layer's backward returns, every element of each.
///
/// The loss is `L = Σ r ∘ f(x)` with random weights `r`, so that `∂L/∂y = r`: nothing
/// cancels by symmetry.
///
/// ```
/// use foundations::{Linear, check_layer, normal};
/// use rand::{SeedableRng, rngs::StdRng};
/// let mut rng = StdRng::seed_from_u64(1);
/// let layer = Linear::new(3, 2, 0.5, &mut rng);
/// check_layer(&layer, &normal((2, 4, 3), 1.0, &mut rng), &mut rng).assert_below(1e-8);
/// ```
// ANCHOR: check_layer
pub fn check_layer<L: Layer<f64> + Clone>(
    layer: &L,
    x: &Array3<f64>,
    rng: &mut impl Rng,
) -> GradientCheck {
    let (y, cache) = layer.forward(x);
    let r: Array3<f64> = normal(y.raw_dim(), 1.0, rng);
    let loss = |layer: &L, x: &Array3<f64>| (layer.forward(x).0 * &r).sum();

    let (dx, gradient) = layer.backward(cache, &r);
    let of_input = check_gradient("x", x, &dx, |x| loss(layer, x));
    let of_params = check_params(layer, &gradient, |layer| loss(layer, x));
    of_input.and(of_params)
}
// ANCHOR_END: check_layer
