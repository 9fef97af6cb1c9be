//! The fast functions are the loops of `naive`, for any size: one channel included.

use feed_forward::{Activation, FeedForward, naive::feed_forward};
use foundations::{Layer, normal};
use ndarray::{Array1, Array3, ArrayRef1, Axis};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{LayerNorm, NormPlace, Residual, naive};

/// Every number of `actual` is the one of `expected`, to 1e-12.
fn assert_same(what: &str, actual: &ArrayRef1<f64>, expected: &ArrayRef1<f64>) {
    assert_eq!(actual.dim(), expected.dim(), "the shape of {what}");
    for ((at, &fast), &slow) in actual.indexed_iter().zip(expected) {
        assert!(
            (fast - slow).abs() < 1e-12 * slow.abs().max(1.0),
            "{what}[{at}] is {fast}, expected {slow}"
        );
    }
}

/// A layer norm whose gain and bias are drawn, not 1 and 0.
fn drawn_norm(c: usize, epsilon: f64, rng: &mut StdRng) -> LayerNorm<f64> {
    LayerNorm { gain: normal(c, 1.0, rng), bias: normal(c, 1.0, rng), epsilon }
}

proptest! {
    #[test]
    fn layer_norm_is_its_loops(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..40, epsilon in 1e-5_f64..1.0, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let norm = drawn_norm(c, epsilon, &mut rng);
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let dy: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);

        let (y, cache) = norm.forward(&x);
        let (dx, gradient) = norm.backward(cache, &dy);
        let (mut dgain, mut dbias) = (0.0 * &norm.gain, 0.0 * &norm.bias);
        let lane = Axis(2);
        for ((x, dy), (y, dx)) in x.lanes(lane).into_iter().zip(dy.lanes(lane)).zip(y.lanes(lane).into_iter().zip(dx.lanes(lane))) {
            let (x, dy) = (x.to_owned(), dy.to_owned());
            let naive_y = naive::layer_norm(&norm, &x);
            assert_same("y", &y, &naive_y);
            assert_same("dx", &dx, &naive::layer_norm_backward(&norm, &x, &dy));
            let unit = LayerNorm { epsilon, ..LayerNorm::new(c) };
            dgain += &(&dy * &naive::layer_norm(&unit, &x));
            dbias += &dy;
        }
        assert_same("dgain", &gradient.gain, &dgain);
        assert_same("dbias", &gradient.bias, &dbias);
    }

    #[test]
    fn the_residual_is_its_loops(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..9, pre: bool, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let place = if pre { NormPlace::Pre } else { NormPlace::Post };
        let inner: FeedForward<f64> = FeedForward::new(c, Activation::Relu, &mut rng);
        let block = Residual { norm: drawn_norm(c, 1e-3, &mut rng), inner, place };
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);

        let (y, _) = block.forward(&x);
        for (x, y) in x.lanes(Axis(2)).into_iter().zip(y.lanes(Axis(2))) {
            let f = |x: &Array1<f64>| feed_forward(&block.inner, x);
            assert_same("y", &y, &naive::residual(place, &block.norm, f, &x.to_owned()));
        }
    }
}
