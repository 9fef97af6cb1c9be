//! The laws of positional encoding, each under the name that the book gives it.

use std::f64::consts::TAU;

use attention::{Mask, SelfAttention};
use foundations::{Layer, Params, normal};
use ndarray::{Array2, Array3, ArrayRef, ArrayRef3, Axis, Dimension, s};
use positional_encoding::{BASE, Positions, frequency, rotation, sinusoids, wavelength};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// The largest difference between two arrays of one shape.
fn distance<D: Dimension>(a: &ArrayRef<f64, D>, b: &ArrayRef<f64, D>) -> f64 {
    assert_eq!(a.shape(), b.shape());
    (a - b).iter().fold(0.0, |most, d| d.abs().max(most))
}

/// A full-attention layer, and a batch of one sequence whose tokens are all different.
fn layer_and_tokens(t: usize, c: usize, seed: u64) -> (SelfAttention<f64>, Array3<f64>) {
    let mut rng = StdRng::seed_from_u64(seed);
    let layer = SelfAttention::new(c, c, Mask::Full, &mut rng);
    (layer, normal((1, t, c), 1.0, &mut rng))
}

/// The gradient of the table, given `dy`: that of its forward, whatever x was.
fn gradient(positions: &Positions<f64>, dy: &ArrayRef3<f64>) -> Positions<f64> {
    let (_, cache) = positions.forward(dy);
    positions.backward(cache, dy).1
}

/// The numbers 0..n in an order drawn from a seed, never in their own.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    if order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

proptest! {
    #[test]
    fn at_position_0_sines_are_0_and_cosines_1(c in 1_usize..70) {
        let table = sinusoids::<f64>(1, c, BASE);
        prop_assert!(table.row(0).iter().step_by(2).all(|&sine| sine == 0.0));
        prop_assert!(table.row(0).iter().skip(1).step_by(2).all(|&cosine| cosine == 1.0));
    }

    #[test]
    fn every_entry_lies_between_minus_1_and_1(context in 1_usize..400, c in 1_usize..70) {
        prop_assert!(sinusoids::<f64>(context, c, BASE).iter().all(|entry| entry.abs() <= 1.0));
    }

    #[test]
    fn every_encoding_has_length_root_of_half_c(context in 1_usize..400, pairs in 1_usize..35) {
        for pe in sinusoids::<f64>(context, 2 * pairs, BASE).rows() {
            prop_assert!((pe.dot(&pe).sqrt() - (pairs as f64).sqrt()).abs() < 1e-13);
        }
    }

    #[test]
    fn a_step_is_a_rotation_that_does_not_depend_on_the_position(k in 0_usize..200, pairs in 1_usize..35) {
        let c = 2 * pairs;
        let table = sinusoids::<f64>(200 + k, c, BASE);
        let (here, later) = (table.slice(s![..200, ..]), table.slice(s![k.., ..]));
        let step = rotation(k, c, BASE);
        prop_assert!(distance(&here.dot(&step), &later) < 1e-12); // one matrix, 200 positions
        prop_assert!(distance(&later.dot(&step.t()), &here) < 1e-12, "the transpose goes back");
        prop_assert!(distance(&step.dot(&step.t()), &Array2::eye(c)) < 1e-14, "it keeps lengths and angles");
    }

    #[test]
    fn two_steps_are_one_longer_step(j in 0_usize..200, k in 0_usize..200, pairs in 1_usize..35) {
        let c = 2 * pairs;
        let both = rotation::<f64>(j, c, BASE).dot(&rotation(k, c, BASE));
        prop_assert!(distance(&both, &rotation(j + k, c, BASE)) < 1e-12);
    }

    #[test]
    fn the_dot_product_depends_on_the_distance_only(context in 1_usize..200, pairs in 1_usize..35, base in 2.0..1e5_f64) {
        let c = 2 * pairs;
        let table = sinusoids::<f64>(context, c, base);
        for ((p, q), &dot) in table.dot(&table.t()).indexed_iter() {
            let k = p.abs_diff(q) as f64;
            let theory: f64 = (0..pairs).map(|i| (frequency(i, c, base) * k).cos()).sum();
            prop_assert!((dot - theory).abs() < 1e-11, "PE({p})·PE({q}) is {dot}, theory says {theory}");
        }
    }

    #[test]
    fn the_dot_product_is_largest_with_itself(context in 2_usize..400, pairs in 1_usize..35) {
        let table = sinusoids::<f64>(context, 2 * pairs, BASE);
        for ((p, q), &dot) in table.dot(&table.t()).indexed_iter() {
            if p == q {
                prop_assert!((dot - pairs as f64).abs() < 1e-12, "half the channels");
            } else {
                // The closest call: to a single pair, 333 positions are 52.999 turns.
                prop_assert!(dot < pairs as f64 - 1e-5, "PE({p})·PE({q}) is {dot} of {pairs}");
            }
        }
    }

    #[test]
    fn no_two_positions_are_equal(pairs in 8_usize..70) {
        let table = sinusoids::<f64>(1024, 2 * pairs, BASE);
        // By the law above only the distance counts: position 0 against each other one says
        // it for all.
        for pe in table.rows().into_iter().skip(1) {
            let apart = (&pe - &table.row(0)).mapv(|d| d * d).sum().sqrt();
            prop_assert!(apart > 0.9, "only {apart} apart");
        }
    }

    #[test]
    fn wavelengths_are_a_geometric_series(pairs in 1_usize..70) {
        let c = 2 * pairs;
        let ratio = BASE.powf(2.0 / c as f64);
        prop_assert_eq!(wavelength(0, c, BASE), TAU);
        for i in 1..pairs {
            prop_assert!((wavelength(i, c, BASE) / wavelength(i - 1, c, BASE) / ratio - 1.0).abs() < 1e-13);
        }
        // The series ends one step short of 2π·10000.
        prop_assert!((wavelength(pairs - 1, c, BASE) * ratio / (TAU * 10000.0) - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_pair_turns_once_per_wavelength(context in 1_usize..400, c in 1_usize..70) {
        for ((pos, channel), &entry) in sinusoids::<f64>(context, c, BASE).indexed_iter() {
            let turns = pos as f64 / wavelength(channel / 2, c, BASE);
            let expected = if channel % 2 == 0 { (TAU * turns).sin() } else { (TAU * turns).cos() };
            prop_assert!((entry - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_longer_table_begins_with_the_shorter_one(context in 1_usize..200, more in 1_usize..200, c in 1_usize..40) {
        let long = sinusoids::<f64>(context + more, c, BASE);
        prop_assert_eq!(long.slice(s![..context, ..]), sinusoids::<f64>(context, c, BASE));
    }

    #[test]
    fn without_positions_attention_is_blind_to_order(t in 2_usize..12, c in 2_usize..12, seed: u64) {
        let (layer, x) = layer_and_tokens(t, c, seed);
        let order = shuffled(t, seed);
        let moved = layer.forward(&x.select(Axis(1), &order)).0;
        prop_assert!(distance(&moved, &layer.forward(&x).0.select(Axis(1), &order)) < 1e-12);
    }

    #[test]
    fn with_positions_attention_sees_the_order(t in 2_usize..12, c in 2_usize..12, learned: bool, seed: u64) {
        let (layer, x) = layer_and_tokens(t, c, seed);
        let positions = if learned {
            Positions::learned(t, c, 1.0, &mut StdRng::seed_from_u64(!seed))
        } else {
            Positions::sinusoidal(t, c)
        };
        let order = shuffled(t, seed);
        let with_positions = |x: &Array3<f64>| layer.forward(&positions.forward(x).0).0;
        let moved = with_positions(&x.select(Axis(1), &order));
        prop_assert!(distance(&moved, &with_positions(&x).select(Axis(1), &order)) > 1e-3);
    }

    #[test]
    fn later_tokens_get_the_rows_of_the_full_forward(
        t in 1_usize..9, past in 0_usize..9, c in 1_usize..9, learned: bool, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let x: Array3<f64> = normal((2, past + t, c), 1.0, &mut rng);
        let positions = if learned {
            Positions::learned(past + t, c, 0.3, &mut rng)
        } else {
            Positions::sinusoidal(past + t, c)
        };
        let full = positions.forward(&x).0;
        let last = positions.forward_from(past, &x.slice(s![.., past.., ..]));
        prop_assert_eq!(last, full.slice(s![.., past.., ..])); // not close: the same bits
    }

    #[test]
    fn the_gradient_of_a_row_is_the_sum_over_the_batch(batch in 1_usize..5, t in 1_usize..9, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let positions: Positions<f64> = Positions::learned(t, c, 0.3, &mut rng);
        let dy: Array3<f64> = normal((batch, t, c), 1.0, &mut rng);
        let whole = gradient(&positions, &dy);
        let mut sum = positions.zeros_like();
        for b in 0..batch {
            sum.accumulate(&gradient(&positions, &dy.slice(s![b..=b, .., ..])));
        }
        prop_assert!(distance(whole.table(), sum.table()) < 1e-13);
    }

    #[test]
    fn rows_that_were_not_used_get_exactly_0(t in 1_usize..9, unused in 1_usize..9, c in 1_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let positions: Positions<f64> = Positions::learned(t + unused, c, 0.3, &mut rng);
        let dy: Array3<f64> = normal((2, t, c), 1.0, &mut rng);
        let gradient = gradient(&positions, &dy);
        prop_assert!(gradient.table().slice(s![t.., ..]).iter().all(|&dp| dp == 0.0));
        prop_assert!(gradient.table().slice(s![..t, ..]).iter().all(|&dp| dp != 0.0), "and the others do not");
    }
}

#[test]
fn sinusoids_have_nothing_to_learn_and_a_table_has_everything() {
    let mut sinusoidal: Positions<f64> = Positions::sinusoidal(8, 6);
    assert_eq!(sinusoidal.parameter_count(), 0);
    assert!(sinusoidal.tensors_mut().is_empty());
    let gradient = gradient(&sinusoidal, &Array3::ones((2, 8, 6)));
    assert!(gradient.tensors().is_empty());

    let mut learned: Positions<f64> =
        Positions::learned(8, 6, 0.3, &mut StdRng::seed_from_u64(1));
    assert_eq!(learned.parameter_count(), 8 * 6);
    learned.scale(0.0);
    assert!(
        learned.table().iter().all(|&entry| entry == 0.0),
        "what is scaled is the table itself"
    );
}

#[test]
#[should_panic(expected = "token 9 has no position: the table holds 8")]
fn a_token_beyond_the_context_is_refused() {
    Positions::<f64>::sinusoidal(8, 6).forward_from(8, &Array3::zeros((1, 1, 6)));
}

#[test]
#[should_panic(expected = "x has 1 channels, the table of positions 6")]
fn a_single_channel_is_not_stretched_over_the_table() {
    Positions::<f64>::sinusoidal(8, 6).forward(&Array3::zeros((1, 8, 1)));
}

#[test]
#[should_panic(expected = "5 channels are not whole pairs")]
fn an_odd_width_has_no_rotation() {
    rotation::<f64>(1, 5, BASE);
}
