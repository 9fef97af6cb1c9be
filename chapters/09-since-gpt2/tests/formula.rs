//! The fast functions are the loops of `naive`, for any size, 1 included.

use approx::assert_abs_diff_eq;
use foundations::{Layer, normal};
use ndarray::{Array2, Array3, Axis};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{RmsNorm, Rotary, naive, slopes};

use crate::draw;

proptest! {
    #[test]
    fn a_turn_is_its_loops(t in 1_usize..9, past in 0_usize..9, pairs in 1_usize..6, base in 2.0_f64..1e5, seed: u64) {
        let x: Array2<f64> = normal((t, 2 * pairs), 1.0, &mut StdRng::seed_from_u64(seed));
        let mut y = x.clone();
        Rotary::new(t + past, 2 * pairs, base).turn(past, &mut y);
        assert_abs_diff_eq!(y, naive::turned(&x, past, base), epsilon = 1e-12);
    }

    #[test]
    fn rms_norm_is_its_loops(
        batch in 1_usize..4, t in 1_usize..9, c in 1_usize..40, epsilon in 1e-5_f64..1.0, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let norm = draw::norm(c, epsilon, &mut rng);
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let dy: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let (y, cache) = norm.forward(&x);
        let (dx, gradient) = norm.backward(cache, &dy);
        let unit = RmsNorm { epsilon, ..RmsNorm::new(c) };
        let mut dgain = 0.0 * &norm.gain;
        let lane = Axis(2);
        for ((x, dy), (y, dx)) in x.lanes(lane).into_iter().zip(dy.lanes(lane)).zip(y.lanes(lane).into_iter().zip(dx.lanes(lane))) {
            let (x, dy) = (x.to_owned(), dy.to_owned());
            assert_abs_diff_eq!(y.to_owned(), naive::rms_norm(&norm, &x), epsilon = 1e-12);
            let slow = naive::rms_norm_backward(&norm, &x, &dy);
            // one channel near 0 has a slope of up to 1/√ε, some 300
            assert_abs_diff_eq!(dx.to_owned(), slow, epsilon = 1e-10);
            dgain += &(&dy * &naive::rms_norm(&unit, &x));
        }
        assert_abs_diff_eq!(gradient.gain, dgain, epsilon = 1e-12);
    }

    #[test]
    fn swiglu_is_its_loops(
        batch in 1_usize..4, t in 1_usize..6, c in 1_usize..9, m in 1_usize..20, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let network = draw::network(c, m, &mut rng);
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let (y, _) = network.forward(&x);
        for (x, y) in x.lanes(Axis(2)).into_iter().zip(y.lanes(Axis(2))) {
            let slow = naive::swiglu(&network, &x.to_owned());
            assert_abs_diff_eq!(y.to_owned(), slow, epsilon = 1e-12);
        }
    }

    #[test]
    fn grouped_queries_are_their_loops(
        batch in 1_usize..3, t in 1_usize..9, groups in 1_usize..4, each in 1_usize..4, pairs in 1_usize..4,
        c in 1_usize..9, turned: bool, priced: bool, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut layer = draw::attention(c, [groups, each, pairs], turned, &mut rng);
        layer.slopes = priced.then(|| slopes(groups * each));
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let (y, _) = layer.forward(&x);
        for (x, y) in x.outer_iter().zip(y.outer_iter()) {
            let slow = naive::grouped_queries(&layer, &x.to_owned(), turned.then_some(draw::BASE));
            assert_abs_diff_eq!(y.to_owned(), slow, epsilon = 1e-12);
        }
    }
}
