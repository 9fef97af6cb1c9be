//! Where numbers get extreme: what comes out is finite, and right to what an independent
//! formula in f64 says. Every law holds in both types, to a few of the type's own rounding
//! errors.

use foundations::{Float, Layer, Linear, normal, softmax, softmax_backward};
use ndarray::{Array1, Array2, Array3, Axis, array};
use rand::{SeedableRng, rngs::StdRng};

/// Rows of scores as a run may bring them on its worst day.
fn rows<F: Float>() -> Vec<Array1<F>> {
    let (tiny, most) = (F::min_positive_value() / F::of(8.0), F::max_value()); // tiny is a denormal
    let of = |row: &[f64]| row.iter().map(|&s| F::of(s)).collect::<Array1<F>>();
    let mut rows = vec![
        of(&[1e4, -1e4, 0.0]),
        of(&[1e30, -1e30, 0.0, 1e30]),
        of(&[1e4, 1e4 - 1.0, 1e4 - 20.0, 1e4 - 80.0]),
        of(&[1e-40, 1e4, -1e4, 1e-310, 9999.0]),
        array![tiny, -tiny, tiny + tiny, F::zero()],
        array![most, -most, F::zero()],
    ];
    for all in
        [0.0, 1.0, 1e4, -1e4, 1e30, -1e30].map(F::of).into_iter().chain([tiny, most, -most])
    {
        rows.extend([1, 2, 17, 50_257].map(|n| Array1::from_elem(n, all)));
    }
    rows.push(normal(50_257, 5.0, &mut StdRng::seed_from_u64(1)));
    rows
}

/// `p[i] = 1 / Σ_j exp(s[j] − s[i])` in f64: no largest score, no quotient of rounded sums.
fn exact_softmax<F: Float>(s: &Array1<F>) -> Array1<f64> {
    let s = s.mapv(F::as_f64);
    let mut sorted = s.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    // All equal scores have equal weights: each value's sum is worked out once.
    let sums: Vec<f64> =
        sorted.iter().map(|&own| compensated(s.iter().map(|s| (s - own).exp()))).collect();
    s.mapv(|own| {
        1.0 / sums[sorted.binary_search_by(|s| s.total_cmp(&own)).expect("one of them")]
    })
}

/// A sum that carries along what each addition rounds off (Neumaier 1974).
fn compensated(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = sum + term;
        lost +=
            if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    if sum.is_finite() { sum + lost } else { sum }
}

fn softmax_is_right<F: Float>() {
    let epsilon = F::epsilon().as_f64();
    for s in rows::<F>().iter().filter(|s| s.len() < 1000) {
        let p = softmax(&s.view().insert_axis(Axis(0))).remove_axis(Axis(0));
        let exact = exact_softmax(s);
        let largest = s.fold(F::neg_infinity(), |most, &s| most.max(s));
        for ((p, exact), &score) in p.iter().zip(&exact).zip(s) {
            // s − m is rounded by half a last bit, which e^x makes a share of its result;
            // the rest is a few bits.
            let below = (score - largest).as_f64().abs().min(800.0);
            let tolerance =
                (8.0 + below) * epsilon * exact + F::min_positive_value().as_f64();
            assert!(
                (p.as_f64() - exact).abs() <= tolerance,
                "softmax({s}) has {p:e}, not {exact:e}"
            );
        }
    }
}

#[test]
fn softmax_is_right_at_every_extreme() {
    softmax_is_right::<f32>();
    softmax_is_right::<f64>();
}

fn softmax_sums_to_one<F: Float>() {
    for s in rows::<F>() {
        let p = softmax(&s.view().insert_axis(Axis(0)));
        assert!(p.iter().all(|&p| p >= F::zero()), "a weight below 0");
        let error = (compensated(p.iter().map(|p| p.as_f64())) - 1.0).abs();
        // The sum of K weights in eight lanes: rounding moves it by far less than the bound
        // of K/8 last bits.
        let tolerance = (8.0 + (s.len() as f64).sqrt()) * F::epsilon().as_f64();
        assert!(error <= tolerance, "{} weights sum to 1 ± {error:e}", s.len());
    }
}

#[test]
fn weights_sum_to_one_at_every_extreme_and_length() {
    softmax_sums_to_one::<f32>();
    softmax_sums_to_one::<f64>();
}

fn softmax_backward_is_right<F: Float>() {
    for s in rows::<F>().iter().filter(|s| s.len() < 1000) {
        let p = softmax(&s.view().insert_axis(Axis(0))).remove_axis(Axis(0));
        let n = p.len();
        for size in [1e-40, 1.0, 1e4, 1e30] {
            let dp: Array1<F> = normal(n, size, &mut StdRng::seed_from_u64(n as u64));
            let ds = softmax_backward(&p, &dp);
            for i in 0..n {
                // Σ_j p[i]·p[j]·(dp[i] − dp[j]): differences first, so that nothing cancels
                // afterwards.
                let part = |j: usize| {
                    p[i].as_f64() * p[j].as_f64() * (dp[i].as_f64() - dp[j].as_f64())
                };
                let room = |j: usize| {
                    p[i].as_f64()
                        * p[j].as_f64()
                        * (dp[i].as_f64().abs() + dp[j].as_f64().abs())
                };
                // With weights that sum to 1 ± ε, the two formulas differ by that share of
                // dp.
                let tolerance = (8.0 + n as f64)
                    * F::epsilon().as_f64()
                    * (0..n).map(room).sum::<f64>();
                let exact = compensated((0..n).map(part));
                let error = (ds[i].as_f64() - exact).abs();
                let smallest =
                    n as f64 * F::min_positive_value().as_f64() * F::epsilon().as_f64();
                assert!(
                    error <= tolerance + smallest,
                    "ds[{i}] of {s} is {:e}, not {exact:e}",
                    ds[i]
                );
            }
        }
    }
}

#[test]
fn the_softmax_gradient_is_right_at_every_extreme() {
    softmax_backward_is_right::<f32>();
    softmax_backward_is_right::<f64>();
}

/// Numbers of every size from 1e4 down to that times `span`, of either sign, in no order.
fn mixed<F: Float>(rows: usize, columns: usize, span: f64, seed: u64) -> Array2<F> {
    let mut rng = StdRng::seed_from_u64(seed);
    let powers: Array2<f64> = normal((rows, columns), 0.5, &mut rng);
    powers.mapv(|power| F::of(power.signum() * 1e4 * span.powf(power.abs().min(1.0))))
}

/// Each number of `actual` is `a·b` to as many last bits as the sum has terms: of the sum
/// of their sizes.
fn assert_product<F: Float>(name: &str, actual: &Array2<F>, a: &Array2<F>, b: &Array2<F>) {
    let (a, b) = (a.mapv(F::as_f64), b.mapv(F::as_f64));
    for ((at, actual), exact) in actual.indexed_iter().zip(exact_product(&a, &b)) {
        let room = exact_product(
            &a.row(at.0).mapv(f64::abs).insert_axis(Axis(0)),
            &b.mapv(f64::abs),
        )[at.1];
        let tolerance = (a.ncols() + 2) as f64 * F::epsilon().as_f64() * room
            + a.ncols() as f64 * F::min_positive_value().as_f64() * F::epsilon().as_f64();
        let error = (actual.as_f64() - exact).abs();
        assert!(error <= tolerance, "{name}{at:?} is {actual:e}, not {exact:e}");
    }
}

fn exact_product(a: &Array2<f64>, b: &Array2<f64>) -> Vec<f64> {
    let entry =
        |i: usize, j: usize| compensated((0..a.ncols()).map(|k| a[[i, k]] * b[[k, j]]));
    (0..a.nrows())
        .flat_map(|i| (0..b.ncols()).map(move |j| (i, j)))
        .map(|(i, j)| entry(i, j))
        .collect()
}

fn linear_is_right<F: Float>(span: f64) {
    for (n, c_in, c_out) in [(1, 1, 1), (3, 5, 4), (33, 65, 17)] {
        let layer = Linear { w: mixed::<F>(c_in, c_out, span, 1), b: Array1::zeros(c_out) };
        let (x, dy) = (mixed::<F>(n, c_in, span, 2), mixed::<F>(n, c_out, span, 3));
        let (y, cache) = layer.forward(&x.clone().insert_axis(Axis(0)));
        let (dx, gradient) = layer.backward(cache, &dy.clone().insert_axis(Axis(0)));
        assert_product("y", &y.remove_axis(Axis(0)), &x, &layer.w);
        assert_product("dx", &dx.remove_axis(Axis(0)), &dy, &layer.w.t().to_owned());
        assert_product("dw", &gradient.w, &x.t().to_owned(), &dy);
        assert_product("db", &gradient.b.insert_axis(Axis(0)), &Array2::ones((1, n)), &dy);
    }
}

#[test]
fn a_linear_layer_is_right_with_huge_and_tiny_numbers_mixed() {
    linear_is_right::<f32>(1e-46); // the smallest are denormals of f32
    linear_is_right::<f64>(1e-314); // and of f64
}

#[test]
fn denormals_go_through_a_linear_layer_unchanged() {
    let identity = Linear { w: Array2::eye(3), b: Array1::zeros(3) };
    let x = Array3::from_shape_vec((1, 1, 3), vec![f32::from_bits(1), 1e-40, -1e-40])
        .expect("three numbers");
    let (y, cache) = identity.forward(&x);
    assert_eq!(y, x);
    assert_eq!(identity.backward(cache, &x).0, x);
}
