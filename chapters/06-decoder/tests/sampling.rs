//! The laws of choosing a token, each under the name that the book gives it.

use approx::assert_abs_diff_eq;
use decoder::Sampling;
use foundations::{naive::softmax, normal};
use ndarray::{Array1, array};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

fn logits(n: usize, seed: u64) -> Array1<f64> {
    normal(n, 3.0, &mut StdRng::seed_from_u64(seed))
}

fn one_hot(logits: &Array1<f64>) -> Array1<f64> {
    let largest = logits.fold(f64::NEG_INFINITY, |most, &x| most.max(x));
    logits.mapv(|x| if x == largest { 1.0 } else { 0.0 })
}

proptest! {
    #[test]
    fn probabilities_are_not_negative_and_sum_to_1(
        n in 1_usize..40, temperature in 0.0_f64..5.0, k in 1_usize..50, top_p in 0.01_f64..1.0, seed: u64,
    ) {
        let sampling = Sampling { temperature, top_k: Some(k), top_p: Some(top_p) };
        let p = sampling.distribution(&logits(n, seed));
        prop_assert!(p.iter().all(|&p| p >= 0.0));
        prop_assert!((p.sum() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn plain_sampling_is_softmax(n in 1_usize..40, seed: u64) {
        let logits = logits(n, seed);
        assert_abs_diff_eq!(Sampling::PLAIN.distribution(&logits), softmax(&logits), epsilon = 1e-15);
    }

    #[test]
    fn a_temperature_divides_the_logits(n in 1_usize..40, temperature in 0.1_f64..9.0, seed: u64) {
        let logits = logits(n, seed);
        let p = Sampling { temperature, ..Sampling::PLAIN }.distribution(&logits);
        assert_abs_diff_eq!(p, softmax(&(logits / temperature)), epsilon = 1e-14);
    }

    #[test]
    fn temperature_0_is_greedy_and_so_is_the_limit(n in 1_usize..40, seed: u64) {
        let logits = logits(n, seed);
        prop_assert_eq!(Sampling::GREEDY.distribution(&logits), one_hot(&logits));
        for temperature in [1e-12, 1e-300, f64::from_bits(1)] {
            let p = Sampling { temperature, ..Sampling::PLAIN }.distribution(&logits);
            assert_abs_diff_eq!(p, one_hot(&logits), epsilon = 1e-15);
        }
    }

    #[test]
    fn top_k_of_1_is_greedy(n in 1_usize..40, temperature in 0.1_f64..9.0, seed: u64) {
        let logits = logits(n, seed);
        let p = Sampling { temperature, top_k: Some(1), top_p: None }.distribution(&logits);
        prop_assert_eq!(p, one_hot(&logits));
    }

    #[test]
    fn top_p_of_1_and_top_k_of_all_change_nothing(
        n in 1_usize..40, more in 0_usize..9, temperature in 0.1_f64..9.0, seed: u64,
    ) {
        let (logits, plain) = (logits(n, seed), Sampling { temperature, ..Sampling::PLAIN });
        let p = plain.distribution(&logits);
        for same in [Sampling { top_p: Some(1.0), ..plain }, Sampling { top_k: Some(n + more), ..plain }] {
            assert_abs_diff_eq!(same.distribution(&logits), p, epsilon = 1e-15);
        }
    }

    #[test]
    fn top_k_leaves_the_k_likeliest_and_their_ratios(n in 1_usize..40, k in 1_usize..40, seed: u64) {
        let (logits, k) = (logits(n, seed), k.min(n));
        let (all, cut) = (softmax(&logits), Sampling { top_k: Some(k), ..Sampling::PLAIN }.distribution(&logits));
        prop_assert_eq!(cut.iter().filter(|&&p| p > 0.0).count(), k);
        let least = all.iter().zip(&cut).filter(|(_, cut)| **cut > 0.0).fold(1.0_f64, |l, (&p, _)| l.min(p));
        let dropped = all.iter().zip(&cut).filter(|(_, cut)| **cut == 0.0).fold(0.0_f64, |m, (&p, _)| m.max(p));
        prop_assert!(dropped <= least, "a likelier one was dropped");
        let share: f64 = all.iter().zip(&cut).filter(|(_, cut)| **cut > 0.0).map(|(&p, _)| p).sum();
        prop_assert!(all.iter().zip(&cut).all(|(&p, &cut)| cut == 0.0 || (cut - p / share).abs() < 1e-14));
    }

    #[test]
    fn top_p_leaves_the_fewest_that_reach_p(n in 1_usize..40, top_p in 0.01_f64..0.99, seed: u64) {
        let logits = logits(n, seed);
        let cut = Sampling { top_p: Some(top_p), ..Sampling::PLAIN }.distribution(&logits);
        let mut sorted = softmax(&logits).to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let left = cut.iter().filter(|&&p| p > 0.0).count();
        prop_assert!(sorted[..left].iter().sum::<f64>() >= top_p - 1e-14, "they reach p");
        prop_assert!(sorted[..left - 1].iter().sum::<f64>() < top_p + 1e-14, "one fewer does not");
    }

    #[test]
    fn what_is_cut_away_is_never_drawn(n in 2_usize..20, k in 1_usize..20, seed: u64) {
        let (logits, mut rng) = (logits(n, seed), StdRng::seed_from_u64(seed));
        let sampling = Sampling { temperature: 2.0, top_k: Some(k), top_p: None };
        let p = sampling.distribution(&logits);
        for _ in 0..50 {
            prop_assert!(p[sampling.draw(&logits, &mut rng)] > 0.0);
        }
    }
}

/// Pearson's χ² of 100 000 draws from ten tokens has 9 degrees of freedom: it is above 33.7
/// once in ten thousand times.
#[test]
fn draws_follow_the_distribution() {
    let (logits, draws) = (logits(10, 3) / 3.0, 100_000);
    for sampling in [Sampling::PLAIN, Sampling { temperature: 0.7, ..Sampling::PLAIN }] {
        let (p, mut rng, mut counts) =
            (sampling.distribution(&logits), StdRng::seed_from_u64(1), [0; 10]);
        for _ in 0..draws {
            counts[sampling.draw(&logits, &mut rng)] += 1;
        }
        let expected = p * f64::from(draws);
        let chi_squared: f64 =
            expected.iter().zip(counts).map(|(&e, n)| (f64::from(n) - e).powi(2) / e).sum();
        assert!(chi_squared < 33.7, "χ² = {chi_squared}: {counts:?}, expected {expected}");
    }
}

#[test]
fn top_p_is_a_share_of_what_top_k_has_left() {
    let logits = array![0.4_f64, 0.3, 0.2, 0.1].ln();
    let both = |top_p| {
        Sampling { top_k: Some(2), top_p: Some(top_p), ..Sampling::PLAIN }
            .distribution(&logits)
    };
    // Two tokens are left, with 0.7 in all: the first has 4/7 of it, which is enough for
    // 0.55 and not for 0.6.
    assert_abs_diff_eq!(both(0.55), array![1.0, 0.0, 0.0, 0.0], epsilon = 1e-15);
    assert_abs_diff_eq!(both(0.6), array![4.0 / 7.0, 3.0 / 7.0, 0.0, 0.0], epsilon = 1e-15);
}

#[test]
fn of_equally_likely_tokens_the_first_is_taken() {
    let even = array![0.0, 1.0, 1.0, 1.0];
    assert_eq!(Sampling::GREEDY.distribution(&even), array![0.0, 1.0, 0.0, 0.0]);
    let two = Sampling { top_k: Some(2), ..Sampling::PLAIN }.distribution(&even);
    assert_eq!(two, array![0.0, 0.5, 0.5, 0.0]);
}

#[test]
fn an_impossible_token_stays_impossible_at_any_temperature() {
    let logits = array![0.0, f64::NEG_INFINITY];
    for temperature in [0.0, 0.1, 1.0, 1e9] {
        assert_eq!(
            Sampling { temperature, ..Sampling::PLAIN }.distribution(&logits),
            array![1.0, 0.0],
            "at {temperature}"
        );
    }
}

#[test]
#[should_panic(expected = "logits are numbers")]
fn a_logit_that_is_not_a_number_is_not_hidden() {
    Sampling::GREEDY.draw(&array![0.0, f64::NAN, 1.0], &mut StdRng::seed_from_u64(1));
}

#[test]
#[should_panic(expected = "the largest logit is inf")]
fn nor_is_an_infinite_one() {
    Sampling::PLAIN.draw(&array![0.0, f64::INFINITY], &mut StdRng::seed_from_u64(1));
}

#[test]
#[should_panic(expected = "the temperature is -1")]
fn a_temperature_is_not_negative() {
    Sampling { temperature: -1.0, ..Sampling::PLAIN }.distribution(&array![0.0]);
}

#[test]
#[should_panic(expected = "top_k is 0")]
fn some_token_must_be_left() {
    Sampling { top_k: Some(0), ..Sampling::PLAIN }.distribution(&array![0.0]);
}

#[test]
#[should_panic(expected = "outside (0, 1]")]
fn top_p_is_a_share() {
    Sampling { top_p: Some(1.5), ..Sampling::PLAIN }.distribution(&array![0.0]);
}
