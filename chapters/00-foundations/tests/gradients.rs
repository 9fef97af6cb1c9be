//! Every gradient against central differences; and the check itself, which must be able to
//! fail.

use foundations::{
    Float, Layer, Linear, check_gradient, check_layer, check_params, naive, normal, params,
    product, softmax, softmax_backward,
};
use ndarray::{Array1, Array2, Array3, ArrayRef3, array};
use rand::{SeedableRng, rngs::StdRng};

#[test]
fn linear_backward_is_the_gradient() {
    let mut rng = StdRng::seed_from_u64(1);
    for (b, t, c_in, c_out) in [(1, 1, 1, 1), (2, 3, 4, 5), (3, 1, 6, 2)] {
        let layer = Linear {
            w: normal((c_in, c_out), 0.5, &mut rng),
            b: normal(c_out, 0.5, &mut rng),
        };
        let check = check_layer(&layer, &normal((b, t, c_in), 1.0, &mut rng), &mut rng);
        assert_eq!(
            check.checked,
            b * t * c_in + c_in * c_out + c_out,
            "every element is checked"
        );
        check.assert_below(1e-8);
    }
}

#[test]
fn the_gradients_of_a_product_are_products() {
    let mut rng = StdRng::seed_from_u64(2);
    let (a, b): (Array2<f64>, Array2<f64>) =
        (normal((3, 4), 1.0, &mut rng), normal((4, 5), 1.0, &mut rng));
    let r: Array2<f64> = normal((3, 5), 1.0, &mut rng);
    check_gradient("a", &a, &product(&r, &b.t()), |a| (product(a, &b) * &r).sum())
        .assert_below(1e-8);
    check_gradient("b", &b, &product(&a.t(), &r), |b| (product(&a, b) * &r).sum())
        .assert_below(1e-8);
}

#[test]
fn softmax_backward_is_the_gradient() {
    let mut rng = StdRng::seed_from_u64(3);
    for k in [1, 2, 7] {
        let s: Array2<f64> = normal((1, k), 2.0, &mut rng);
        let r: Array1<f64> = normal(k, 1.0, &mut rng);
        let p = softmax(&s);
        let s = s.row(0).to_owned();
        let loss = |s: &Array1<f64>| naive::softmax(s).dot(&r);
        check_gradient("s", &s, &softmax_backward(&p.row(0), &r), loss).assert_below(1e-8);
        check_gradient("s", &s, &naive::softmax_backward(&p.row(0).to_owned(), &r), loss)
            .assert_below(1e-8);
    }
}

/// L = Σ x³, so ∂L/∂x = 3x².
fn cubes(x: &Array2<f64>) -> f64 {
    x.mapv(|x| x.powi(3)).sum()
}

#[test]
fn one_wrong_element_is_found_and_named() {
    let x = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let right = x.mapv(|x| 3.0 * x * x);
    check_gradient("x", &x, &right, cubes).assert_below(1e-8);

    let mut wrong = right;
    wrong[[1, 2]] *= 1.0 + 1e-6;
    let check = check_gradient("x", &x, &wrong, cubes);
    assert_eq!((check.checked, check.at.as_str()), (6, "x[1, 2]"));
    assert!(check.worst > 0.9e-6);
}

#[test]
#[should_panic(expected = "at x[0, 1]; expected less than 1e-8")]
fn a_wrong_gradient_fails_the_check() {
    let x = array![[1.0, 2.0]];
    check_gradient("x", &x, &array![[3.0, 12.1]], cubes).assert_below(1e-8);
}

#[test]
fn the_error_of_a_large_derivative_is_a_share_of_it() {
    // L = 100·x: a gradient of 200 is off by half of itself.
    let check = check_gradient("x", &array![1.0], &array![200.0], |x| 100.0 * x[0]);
    assert!((check.worst - 0.5).abs() < 1e-9, "{check}");
}

#[test]
fn the_elements_are_matched_in_any_layout() {
    let x = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let columns = x.t().as_standard_layout().into_owned().reversed_axes();
    check_gradient("x", &columns, &x.mapv(|x| 3.0 * x * x), cubes).assert_below(1e-8);
    check_gradient("x", &x, &columns.mapv(|x| 3.0 * x * x), cubes).assert_below(1e-8);
}

#[test]
fn a_nan_is_found_wherever_it_is() {
    let x = array![1.0, 2.0, 3.0];
    for i in 0..3 {
        let mut dx = &x * 2.0;
        dx[i] = f64::NAN;
        let check = check_gradient("x", &x, &dx, |x| x.dot(x));
        assert!(check.worst.is_nan());
        assert_eq!(check.at, format!("x[{i}]"));
        assert!(std::panic::catch_unwind(|| check.assert_below(1e9)).is_err());
    }
    assert!(
        check_gradient("x", &x, &x, |_| f64::NAN).worst.is_nan(),
        "a loss that is not a number"
    );
}

#[test]
#[should_panic(expected = "no derivative was checked")]
fn nothing_checked_is_not_a_pass() {
    let nothing = Array1::zeros(0);
    check_gradient("x", &nothing, &nothing, |_| 0.0).assert_below(1e-8);
}

#[test]
#[should_panic(expected = "different tensors")]
fn a_missing_gradient_is_not_a_pass() {
    let two = vec![array![1.0], array![2.0]];
    let one = vec![array![0.0]];
    check_params(&two, &one, |_| 0.0);
}

/// A linear layer whose backward forgets half of the bias's gradient.
#[derive(Clone)]
struct HalfBias<F> {
    linear: Linear<F>,
}

params!(HalfBias { linear });

impl<F: Float> Layer<F> for HalfBias<F> {
    type Cache = <Linear<F> as Layer<F>>::Cache;

    fn forward(&self, x: &ArrayRef3<F>) -> (Array3<F>, Self::Cache) {
        self.linear.forward(x)
    }

    fn backward(&self, cache: Self::Cache, dy: &ArrayRef3<F>) -> (Array3<F>, Self) {
        let (dx, mut linear) = self.linear.backward(cache, dy);
        linear.b.mapv_inplace(|db| db / F::of(2.0));
        (dx, HalfBias { linear })
    }
}

#[test]
fn half_a_bias_gradient_is_found() {
    let mut rng = StdRng::seed_from_u64(4);
    let layer = HalfBias { linear: Linear::new(3, 2, 0.5, &mut rng) };
    let check = check_layer(&layer, &normal((2, 4, 3), 1.0, &mut rng), &mut rng);
    assert!(check.at.starts_with("linear.b["), "{check}");
    assert!(check.worst > 0.1, "{check}");
}
