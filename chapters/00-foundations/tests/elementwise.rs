//! The loops over numbers one by one: right for every layout, length and extreme.

use foundations::{
    Float, add_to_rows, largest, map_in_place, normal, sum_of_rows, zip_in_place,
};
use ndarray::{Array1, Array2, Axis, array, s};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

#[test]
fn the_exponential_of_f32_is_exact_to_its_last_digits() {
    // Every 0.001 from where e^x is nearly 0 to where it is nearly too large.
    for i in -87_000..=88_000 {
        let x = i as f32 / 1000.0;
        let exact = f64::from(x).exp();
        let error = (f64::from(x.exponential()) - exact).abs() / exact;
        assert!(error < 2.5e-7, "e^{x} is off by {error:e} of itself");
    }
}

#[test]
fn the_exponential_of_f32_ends_in_zero_and_in_infinity() {
    assert_eq!(0_f32.exponential(), 1.0);
    assert_eq!((-0_f32).exponential(), 1.0);
    assert_eq!((-1e4_f32).exponential(), 0.0);
    assert_eq!(f32::NEG_INFINITY.exponential(), 0.0);
    assert_eq!(1e4_f32.exponential(), f32::INFINITY);
    assert_eq!(f32::INFINITY.exponential(), f32::INFINITY);
    assert!(f32::NAN.exponential().is_nan());
    // Between 0 and the smallest normal number it goes down in steps, as every f32 does
    // there.
    let denormal = (-95_f32).exponential();
    assert!(denormal > 0.0 && denormal < f32::MIN_POSITIVE, "{denormal:e}");
    assert!((f64::from(denormal) / (-95_f64).exp() - 1.0).abs() < 1e-4);
}

#[test]
fn a_float_is_the_constant_asked_for_and_comes_back_whole() {
    for (x, as_f32) in
        [(0.1, 0.1_f32), (-0.5, -0.5), (1.0, 1.0), (3e38, 3e38), (1e-40, 1e-40)]
    {
        assert_eq!(f32::of(x), as_f32);
        assert_eq!(as_f32.as_f64(), f64::from(as_f32));
        assert_eq!(f64::of(x), x);
        assert_eq!(x.as_f64(), x);
    }
}

proptest! {
    #[test]
    fn the_exponential_rises(x in -90_f32..88.0, step in 1e-3_f32..1.0) {
        prop_assert!((x + step).exponential() > x.exponential());
    }

    #[test]
    fn every_layout_is_worked_through(n in 0_usize..70, m in 0_usize..5, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let x: Array2<f64> = normal((n, m), 1.0, &mut rng);
        let y: Array2<f64> = normal((m, n), 1.0, &mut rng);
        let mut mapped = x.clone();
        map_in_place(&mut mapped, |x| x * x);
        prop_assert_eq!(&mapped, &x.mapv(|x| x * x));

        let mut reversed = x.clone();
        map_in_place(&mut reversed.slice_mut(s![..;-1, ..]), |x| x + 1.0);
        prop_assert_eq!(&reversed, &x.mapv(|x| x + 1.0));

        let mut zipped = x.clone();
        zip_in_place(&mut zipped, &y.t(), |x, y| x - 2.0 * y);
        prop_assert_eq!(zipped, &x - &(2.0 * &y.t()));
    }

    #[test]
    fn the_largest_is_found_wherever_it_stands(n in 1_usize..70, seed: u64, step in 1_isize..4) {
        let row: Array1<f32> = normal(n, 1.0, &mut StdRng::seed_from_u64(seed));
        let row = row.slice(s![..;step]);
        let by_order = row.iter().copied().max_by(f32::total_cmp).expect("n is at least 1");
        prop_assert_eq!(largest(&row), by_order);
    }

    #[test]
    fn rows_are_summed_and_shifted(n in 0_usize..9, m in 0_usize..40, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let matrix: Array2<f64> = normal((n, m), 1.0, &mut rng);
        let row: Array1<f64> = normal(m, 1.0, &mut rng);
        for (sum, expected) in sum_of_rows(&matrix).iter().zip(&matrix.sum_axis(Axis(0))) {
            prop_assert!((sum - expected).abs() < 1e-13);
        }
        let mut shifted = matrix.clone();
        add_to_rows(&mut shifted, &row);
        prop_assert_eq!(shifted, &matrix + &row);
    }
}

#[test]
fn a_nan_is_not_the_largest_and_nothing_is_minus_infinity() {
    assert_eq!(largest(&array![1.0, f32::NAN, 3.0, 2.0]), 3.0);
    assert_eq!(largest(&Array1::<f32>::zeros(0)), f32::NEG_INFINITY);
}

#[test]
#[should_panic(expected = "same shape")]
fn numbers_of_different_shapes_are_not_paired() {
    zip_in_place(&mut array![1.0, 2.0], &array![1.0], |x, y| x + y);
}
