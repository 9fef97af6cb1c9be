//! The table, the matrix and the layer are their formulas, for any size: 1 and odd widths
//! included.

use foundations::{Layer, normal};
use ndarray::{Array3, s};
use positional_encoding::{BASE, Positions, naive, rotation, sinusoids};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

proptest! {
    #[test]
    fn the_table_is_the_formula(context in 1_usize..300, c in 1_usize..40) {
        let table = sinusoids::<f64>(context, c, BASE);
        prop_assert_eq!(table.dim(), (context, c));
        for ((pos, channel), &entry) in table.indexed_iter() {
            prop_assert!((entry - naive::encoding(pos, channel, c)).abs() < 1e-12, "PE({pos}, {channel})");
        }
    }

    #[test]
    fn the_table_in_f32_is_the_one_in_f64_rounded(context in 1_usize..300, c in 1_usize..40) {
        let rounded = sinusoids::<f64>(context, c, BASE).mapv(|x| x as f32);
        prop_assert_eq!(sinusoids::<f32>(context, c, BASE), rounded);
    }

    #[test]
    fn the_rotation_is_its_loop(pairs in 1_usize..20, k in 0_usize..300, seed: u64) {
        let c = 2 * pairs;
        let any = normal::<f64, _, _>(c, 1.0, &mut StdRng::seed_from_u64(seed)); // not only encodings
        let difference = any.dot(&rotation(k, c, BASE)) - naive::shifted(&any, k);
        prop_assert!(difference.iter().all(|d| d.abs() < 1e-12), "{difference}");
    }

    #[test]
    fn the_layer_adds_the_formula(
        batch in 1_usize..4, t in 1_usize..12, past in 0_usize..8, spare in 0_usize..4, c in 1_usize..12, seed: u64,
    ) {
        let x: Array3<f64> = normal((batch, t, c), 1.0, &mut StdRng::seed_from_u64(seed));
        let y = Positions::sinusoidal(past + t + spare, c).forward_from(past, &x);
        prop_assert_eq!(y.dim(), x.dim());
        for ((b, t, channel), &entry) in y.indexed_iter() {
            let expected = x[[b, t, channel]] + naive::encoding(past + t, channel, c);
            prop_assert!((entry - expected).abs() < 1e-12, "y[{b}, {t}, {channel}]");
        }
    }

    #[test]
    fn the_backward_is_its_loop(
        batch in 1_usize..4, t in 1_usize..12, spare in 0_usize..4, c in 1_usize..12, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let layer: Positions<f64> = Positions::learned(t + spare, c, 0.3, &mut rng);
        let dy: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let (_, cache) = layer.forward(&dy); // any x of that shape
        let (dx, gradient) = layer.backward(cache, &dy);
        prop_assert_eq!(&dx, &dy);
        for ((pos, channel), &entry) in gradient.table().indexed_iter() {
            let mut sum = 0.0;
            for b in 0..batch {
                sum += if pos < t { dy[[b, pos, channel]] } else { 0.0 };
            }
            prop_assert!((entry - sum).abs() < 1e-12, "dP[{pos}, {channel}] is {entry}, expected {sum}");
        }
    }

    #[test]
    fn strided_views_give_the_same_bits(t in 1_usize..9, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let wide: Array3<f64> = normal((2, 2 * t, 3 * c), 1.0, &mut rng);
        let view = wide.slice(s![.., ..;2, c..2 * c]);
        let layer: Positions<f64> = Positions::learned(t, c, 0.3, &mut rng);
        let (y, cache) = layer.forward(&view);
        let (expected_y, other_cache) = layer.forward(&view.to_owned());
        prop_assert_eq!(y, expected_y);
        let expected = layer.backward(other_cache, &view.to_owned());
        prop_assert_eq!(layer.backward(cache, &view), expected);
    }
}
