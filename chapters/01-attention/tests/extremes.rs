//! Where numbers get extreme and contexts long: attention is finite, and right to an
//! independent formula in f64.

use attention::{Mask, attend, attend_backward, naive};
use foundations::{Float, normal};
use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, s};
use rand::{SeedableRng, rngs::StdRng};

/// `a[s] = 1 / Σ_j exp(score[j] − score[s])` for the visible keys: no largest score, no
/// quotient of rounded sums.
fn exact_weights(scores: &ArrayRef1<f64>) -> Array1<f64> {
    scores.mapv(|own| 1.0 / scores.iter().map(|other| (other - own).exp()).sum::<f64>())
}

fn in_f64<F: Float>(x: &ArrayRef2<F>) -> Array2<f64> {
    x.mapv(F::as_f64)
}

/// The scores of query t in f64, and by how much rounding may have moved each in `F`.
fn scores<F: Float>(
    q: &Array2<F>,
    k: &Array2<F>,
    t: usize,
    visible: usize,
) -> (Array1<f64>, f64) {
    let (q, k) = (in_f64(q).row(t).to_owned(), in_f64(&k.slice(s![..visible, ..])));
    let root = (q.len() as f64).sqrt();
    let sizes = k.mapv(f64::abs).dot(&q.mapv(f64::abs)) / root;
    let rounding = (q.len() + 3) as f64 * F::epsilon().as_f64();
    (k.dot(&q) / root, rounding * sizes.fold(0.0, |most: f64, &size| most.max(size)))
}

/// A row of weights is what its scores say, where rounding may have moved each of them by
/// `moved`.
fn assert_weights<F: Float>(a: &ArrayRef1<F>, scores: &Array1<f64>, moved: f64) {
    let largest = scores.fold(f64::NEG_INFINITY, |most, &score| most.max(score));
    let terms = (scores.len() as f64).sqrt();
    for ((&a, exact), score) in a.iter().zip(exact_weights(scores)).zip(scores) {
        let few = (8.0 + terms + (largest - score).min(800.0)) * F::epsilon().as_f64();
        let tolerance =
            exact * (few + (2.0 * moved).exp_m1()) + F::min_positive_value().as_f64();
        assert!(
            (a.as_f64() - exact).abs() <= tolerance,
            "a weight is {a:e}, not {exact:e} ± {tolerance:e}"
        );
    }
}

fn weights_are_right<F: Float>() {
    let mut rng = StdRng::seed_from_u64(1);
    for std in [F::min_positive_value().as_f64() / 8.0, 1e-3, 1.0, 5.0, 20.0] {
        for (t, d) in [(1, 1), (2, 3), (9, 16)] {
            let [q, k, v]: [Array2<F>; 3] = [(); 3].map(|()| normal((t, d), std, &mut rng));
            let (y, a) = attend(&q, &k, &v, Mask::Causal);
            assert!(y.iter().all(|y| y.is_finite()));
            for (t, a) in a.rows().into_iter().enumerate() {
                let (scores, moved) = scores(&q, &k, t, t + 1);
                assert_weights(&a.slice(s![..=t]), &scores, moved);
            }
        }
    }
}

#[test]
fn weights_are_right_to_the_rounding_of_their_scores() {
    weights_are_right::<f32>();
    weights_are_right::<f64>();
}

/// Every entry ±1e4: scores of 1e8 and more, which are whole multiples of it, so that not
/// one is rounded.
fn signs<F: Float>(shape: (usize, usize), rng: &mut StdRng) -> Array2<F> {
    normal::<f64, _, _>(shape, 1.0, rng).mapv(|x| F::of(1e4 * x.signum()))
}

fn ten_thousands_are_right<F: Float>() {
    let mut rng = StdRng::seed_from_u64(2);
    for (t, d) in [(1, 1), (2, 4), (40, 4), (25, 16)] {
        let [q, k, v]: [Array2<F>; 3] = [(); 3].map(|()| signs((t, d), &mut rng));
        let dy: Array2<F> = signs((t, d), &mut rng);
        let (y, a) = attend(&q, &k, &v, Mask::Causal);
        for (t, a) in a.rows().into_iter().enumerate() {
            // The largest share all: which are equally large is exact.
            assert_weights(&a.slice(s![..=t]), &scores(&q, &k, t, t + 1).0, 0.0);
        }
        let (exact_q, exact_k, exact_v, exact_a) =
            (in_f64(&q), in_f64(&k), in_f64(&v), in_f64(&a));
        assert_close(&y, &exact_a.dot(&exact_v), t as f64 * 1e4);
        let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &dy);
        let exact =
            naive::attend_backward(&exact_q, &exact_k, &exact_v, &exact_a, &in_f64(&dy));
        assert_close(&dv, &exact.2, t as f64 * 1e4);
        let of_a_score = d as f64 * 1e8; // |da|, and the sum that is taken from it
        assert_close(&dq, &exact.0, 4.0 * t as f64 * of_a_score * 1e4 / (d as f64).sqrt());
        assert_close(&dk, &exact.1, 4.0 * t as f64 * of_a_score * 1e4 / (d as f64).sqrt());
    }
}

/// Each number is right to 8 rounding errors of the `size` of what was added up for it.
fn assert_close<F: Float>(actual: &Array2<F>, exact: &Array2<f64>, size: f64) {
    for (actual, exact) in actual.iter().zip(exact) {
        let error = (actual.as_f64() - exact).abs();
        assert!(
            error <= 8.0 * F::epsilon().as_f64() * size,
            "{actual:e} is not {exact:e}, at size {size:e}"
        );
    }
}

#[test]
fn queries_and_keys_of_ten_thousand_are_right_forward_and_backward() {
    ten_thousands_are_right::<f32>();
    ten_thousands_are_right::<f64>();
}

#[test]
fn rows_sum_to_one_in_contexts_of_any_length() {
    let mut rng = StdRng::seed_from_u64(3);
    for t in [1, 2, 4096] {
        let [q, k, v]: [Array2<f32>; 3] = [(); 3].map(|()| normal((t, 4), 1.5, &mut rng));
        let (y, a) = attend(&q, &k, &v, Mask::Causal);
        for (i, (a, y)) in a.rows().into_iter().zip(y.rows()).enumerate() {
            let sum: f64 = a.iter().map(|&a| f64::from(a)).sum();
            let rounding = (8.0 + (t as f64).sqrt()) * f64::from(f32::EPSILON);
            assert!((sum - 1.0).abs() <= rounding, "row {i} of {t} sums to {sum}");
            assert!(y.iter().all(|y| y.is_finite()));
        }
        for i in [0, t / 2, t - 1] {
            let (scores, moved) = scores(&q, &k, i, i + 1);
            assert_weights(&a.slice(s![i, ..=i]), &scores, moved);
        }
        // One query after a long past is the last row.
        let (_, last) = attend(&q.slice(s![t - 1.., ..]), &k, &v, Mask::Causal);
        let (scores, moved) = scores(&q, &k, t - 1, t);
        assert_weights(&last.row(0), &scores, moved);
    }
}

#[test]
fn denormal_queries_ask_nothing() {
    // Products of denormals are 0: all scores are equal, and the values' mean is exact to
    // their own rounding.
    let tiny = Array2::from_elem((4, 2), 1e-40_f32);
    let v = Array2::from_shape_fn((4, 1), |(s, _)| s as f32);
    assert_eq!(
        attend(&tiny, &tiny, &v, Mask::Causal).0.into_raw_vec_and_offset().0,
        [0.0, 0.5, 1.0, 1.5]
    );
}
