//! Where numbers get extreme: layer norm is finite, and right to an independent formula in
//! f64. That formula knows no mean: it is made of differences of channels alone, so that
//! nothing large cancels in it.

use foundations::{Float, Layer, normal};
use ndarray::{Array1, ArrayRef1, Axis, array};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{EPSILON, LayerNorm};

/// Tokens as a run may bring them on its worst day.
fn tokens<F: Float>() -> Vec<Array1<F>> {
    let tiny = F::min_positive_value() / F::of(8.0); // a denormal
    let of = |token: &[f64]| token.iter().map(|&x| F::of(x)).collect::<Array1<F>>();
    let mut tokens = vec![
        of(&[1e4, -1e4]),
        of(&[1e4, -1e4, 1e4, 1e4, 0.0]),
        of(&[1e4, 1e-40, -1e-310, 3.0, -1e4, 1e-5]),
        of(&[1e-40, -1e-40, 2e-40]),
        of(&[1e-310, -1e-310, 2e-310]),
        array![tiny, -tiny, tiny + tiny],
    ];
    for all in [0.0, 0.1, 1.0, 1e4, -9999.9, 1e-40, 1e-310] {
        tokens.extend([1, 2, 3, 48, 768].map(|n| Array1::from_elem(n, F::of(all))));
    }
    let mut rng = StdRng::seed_from_u64(1);
    for (offset, std) in
        [(0.0, 1e4), (1e4, 1.0), (-1e4, 1e-2), (0.0, 1e-5), (1.0, 1e-7), (0.0, 1e-40)]
    {
        tokens.extend(
            [3, 48, 768].map(|n| normal::<F, _, _>(n, std, &mut rng) + F::of(offset)),
        );
    }
    tokens
}

/// n and `1/√(variance + ε)`, by `x[i] − mean = Σ_j (x[i] − x[j])/C` and `variance = Σ_i
/// Σ_j (x[i] − x[j])²/2C²`.
fn exact<F: Float>(x: &Array1<F>) -> (Array1<f64>, f64) {
    let (x, c) = (x.mapv(F::as_f64), x.len() as f64);
    let off = x.mapv(|own| x.iter().map(|other| own - other).sum::<f64>() / c);
    let squares = x.iter().flat_map(|own| x.iter().map(move |other| (own - other).powi(2)));
    let scale = 1.0 / (squares.sum::<f64>() / (2.0 * c * c) + EPSILON).sqrt();
    (off * scale, scale)
}

fn size<F: Float>(x: &ArrayRef1<F>) -> f64 {
    x.iter().fold(0.0, |most, x| x.as_f64().abs().max(most))
}

fn forward_and_backward<F: Float>(x: &Array1<F>, dy: &Array1<F>) -> (Array1<F>, Array1<F>) {
    let row = |x: &Array1<F>| x.clone().insert_axis(Axis(0)).insert_axis(Axis(0));
    let norm = LayerNorm::new(x.len());
    let (y, cache) = norm.forward(&row(x));
    let (dx, _) = norm.backward(cache, &row(dy));
    (y.flatten().into_owned(), dx.flatten().into_owned())
}

fn layer_norm_is_right<F: Float>() {
    for x in tokens::<F>() {
        let (c, epsilon) = (x.len() as f64, F::epsilon().as_f64());
        let dy: Array1<F> = normal(x.len(), 1.0, &mut StdRng::seed_from_u64(2));
        let (y, dx) = forward_and_backward(&x, &dy);
        let (n, scale) = exact(&x);
        // The mean is rounded to a last bit or two of the largest channel, and the norm
        // magnifies that by its scale.
        let moved = epsilon
            * ((4.0 + c.sqrt() / 4.0)
                * scale
                * size(&x).max(F::min_positive_value().as_f64())
                + 8.0 * size(&n));
        for (y, n) in y.iter().zip(&n) {
            let error = (y.as_f64() - n).abs();
            assert!(
                error <= moved,
                "a token of {c} channels up to {:e}: {y:e} is not {n:e} ± {moved:e}",
                size(&x)
            );
        }

        let dy = dy.mapv(F::as_f64);
        let along_n = n.dot(&dy) / c;
        let few = epsilon * (8.0 + c.sqrt()) + 3.0 * moved * (1.0 + size(&n));
        for (i, dx) in dx.iter().enumerate() {
            let off = dy.iter().map(|other| dy[i] - other).sum::<f64>() / c;
            let exact = scale * (off - n[i] * along_n);
            let tolerance = scale * size(&dy) * (1.0 + size(&n)) * few;
            let error = (dx.as_f64() - exact).abs();
            assert!(
                error <= tolerance,
                "and its gradient is {dx:e}, not {exact:e} ± {tolerance:e}"
            );
        }
    }
}

#[test]
fn layer_norm_is_right_at_every_extreme() {
    layer_norm_is_right::<f32>();
    layer_norm_is_right::<f64>();
}

#[test]
fn a_token_of_one_channel_is_its_bias_and_gets_no_gradient() {
    for x in [0.0_f32, 1e-40, 0.1, -1e4, 1e30] {
        assert_eq!(
            forward_and_backward(&array![x], &array![7.0]),
            (array![0.0], array![0.0])
        );
    }
}

#[test]
fn without_its_epsilon_a_token_without_variance_is_no_number() {
    let x = array![[[3.0, 3.0]]];
    let (y, cache) = LayerNorm { epsilon: 0.0, ..LayerNorm::new(2) }.forward(&x);
    assert!(y.iter().all(|y: &f64| y.is_nan()));
    assert!(LayerNorm::new(2).backward(cache, &x).0.iter().all(|dx| dx.is_nan()));
    // With it the token is 0, and the gradient as large as it ever gets: that of the
    // differences, times 1/√ε.
    let (y, cache) = LayerNorm::new(2).forward(&x);
    assert_eq!(y, array![[[0.0, 0.0]]]);
    let (dx, _) = LayerNorm::new(2).backward(cache, &array![[[1.0, 0.0]]]);
    let largest = 0.5 / EPSILON.sqrt();
    assert!((dx - array![[[largest, -largest]]]).iter().all(|d| d.abs() < 1e-12));
}
