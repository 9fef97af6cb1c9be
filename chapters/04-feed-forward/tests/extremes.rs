//! Where numbers get extreme: both activations and their slopes are finite for every
//! number, and right to an independent formula in f64.

use std::f64::consts::PI;

use Activation::{Gelu, Relu};
use feed_forward::Activation;
use foundations::Float;
use ndarray::Array3;

/// Numbers of every size that the type can hold, denormals too, of either sign; and a fine
/// ladder where GELU bends.
fn numbers<F: Float>() -> Vec<F> {
    let (least, most) = (F::min_positive_value() * F::epsilon(), F::max_value());
    let powers =
        std::iter::successors(Some(least), |&x| (x < most / F::of(2.0)).then(|| x + x));
    let sizes =
        powers.flat_map(|x| [1.0, 1.1, 1.7].map(|part| x * F::of(part))).chain([most]);
    let ladder = (0..=2000).map(|i| F::of(f64::from(i) / 100.0));
    sizes.chain(ladder).flat_map(|x| [x, -x]).collect()
}

/// u of the tanh form.
fn inner(x: f64) -> f64 {
    (2.0 / PI).sqrt() * (x + 0.044715 * x * x * x)
}

/// `(1 + tanh u)/2`, without a difference of nearly equal numbers.
fn half_of_one_plus_tanh(u: f64) -> f64 {
    let small = (-2.0 * u.abs()).exp();
    if u < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) }
}

/// The two summands of GELU's slope: `(1 + tanh u)/2` and `x·u'/(2·cosh² u)`.
fn gelu_slope(x: f64) -> (f64, f64) {
    let slope = (2.0 / PI).sqrt() * (1.0 + 3.0 * 0.044715 * x * x);
    let small = (-2.0 * inner(x).abs()).exp();
    let bend =
        if small == 0.0 { 0.0 } else { 2.0 * x * slope * small / (1.0 + small).powi(2) };
    (half_of_one_plus_tanh(inner(x)), bend)
}

fn gelu_is_right<F: Float>() {
    for x in numbers::<F>() {
        let exact_x = x.as_f64();
        // u is rounded to a few last bits, and e^2u makes a share of its result of them.
        let few = (8.0 + 8.0 * inner(exact_x.clamp(-40.0, 40.0)).abs().min(800.0))
            * F::epsilon().as_f64();
        let smallest =
            8.0 * F::min_positive_value().as_f64() * exact_x.abs().clamp(1.0, 40.0);
        let (value, exact) =
            (Gelu.value(x).as_f64(), exact_x * half_of_one_plus_tanh(inner(exact_x)));
        assert!(
            (value - exact).abs() <= few * exact.abs() + smallest,
            "GELU({x:e}) is {value:e}, not {exact:e}"
        );

        let (slope, (straight, bend)) = (Gelu.slope(x).as_f64(), gelu_slope(exact_x));
        let tolerance = few * (straight + bend.abs()) + 100.0 * smallest;
        let exact = straight + bend;
        assert!(
            (slope - exact).abs() <= tolerance,
            "GELU'({x:e}) is {slope:e}, not {exact:e}"
        );
    }
}

#[test]
fn gelu_is_right_for_every_size_of_number() {
    gelu_is_right::<f32>();
    gelu_is_right::<f64>();
}

fn relu_is_exact<F: Float>() {
    for x in numbers::<F>() {
        assert_eq!(Relu.value(x), x.max(F::zero()));
        assert_eq!(Relu.slope(x), if x > F::zero() { F::one() } else { F::zero() });
    }
}

#[test]
fn relu_is_exact_for_every_size_of_number() {
    relu_is_exact::<f32>();
    relu_is_exact::<f64>();
}

fn arrays_are_numbers_side_by_side<F: Float>() {
    let x = Array3::from_shape_vec((1, 1, numbers::<F>().len()), numbers::<F>())
        .expect("one row");
    for activation in [Relu, Gelu] {
        // Through the vector instructions come the same bits, extremes and all.
        assert_eq!(activation.forward(&x), x.mapv(|x| activation.value(x)));
        assert_eq!(
            activation.backward(&x, &Array3::ones(x.dim())),
            x.mapv(|x| activation.slope(x))
        );
    }
}

#[test]
fn an_array_has_the_same_extremes_as_its_numbers() {
    arrays_are_numbers_side_by_side::<f32>();
    arrays_are_numbers_side_by_side::<f64>();
}
