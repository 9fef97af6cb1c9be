//! The laws of the loss and of the step, each under the name that the book gives it.

use foundations::{Linear, Params, normal};
use ndarray::{Array2, Array3, Axis, array};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{
    AdamW, Schedule, clip, cross_entropy, gradient_norm, log_probabilities,
};

/// Logits, targets and weights of either sign.
fn draw(
    b: usize,
    t: usize,
    v: usize,
    seed: u64,
) -> (Array3<f64>, Array2<usize>, Array2<f64>) {
    let mut rng = StdRng::seed_from_u64(seed);
    let targets = Array2::from_shape_simple_fn((b, t), || rng.random_range(0..v));
    (normal((b, t, v), 3.0, &mut rng), targets, normal((b, t), 1.0, &mut rng))
}

/// A matrix and a bias.
fn draw_linear(seed: u64) -> Linear<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    Linear { w: normal((3, 4), 1.0, &mut rng), b: normal(4, 1.0, &mut rng) }
}

proptest! {
    #[test]
    fn rows_of_the_gradient_sum_to_zero(b in 1_usize..4, t in 1_usize..6, v in 1_usize..40, seed: u64) {
        let (logits, targets, weights) = draw(b, t, v, seed);
        let (_, dlogits) = cross_entropy(&logits, &targets, &weights);
        for (sum, w) in dlogits.sum_axis(Axis(2)).iter().zip(&weights) {
            prop_assert!(sum.abs() < 1e-14 * w.abs().max(1.0), "a row sums to {sum}");
        }
    }

    #[test]
    fn equal_logits_cost_ln_v(b in 1_usize..4, t in 1_usize..6, v in 1_usize..70, c in -1e3_f64..1e3, seed: u64) {
        let (_, targets, _) = draw(b, t, v, seed);
        let weights = Array2::from_elem((b, t), 1.0 / (b * t) as f64);
        let (loss, _) = cross_entropy(&Array3::from_elem((b, t, v), c), &targets, &weights);
        prop_assert!((loss - (v as f64).ln()).abs() < 1e-12, "{loss} is not ln {v}");
    }

    #[test]
    fn a_shift_of_all_logits_changes_nothing(v in 1_usize..20, shift in -1e3_f64..1e3, seed: u64) {
        let (logits, targets, weights) = draw(2, 3, v, seed);
        let (loss, dlogits) = cross_entropy(&logits, &targets, &weights);
        let (shifted, dshifted) = cross_entropy(&(&logits + shift), &targets, &weights);
        prop_assert!((loss - shifted).abs() < 1e-10);
        prop_assert!((dlogits - dshifted).iter().all(|d| d.abs() < 1e-10));
    }

    #[test]
    fn the_gradient_lifts_the_target_and_lowers_the_rest(v in 2_usize..20, seed: u64) {
        let (logits, targets, _) = draw(2, 3, v, seed);
        let (_, dlogits) = cross_entropy(&logits, &targets, &Array2::ones((2, 3)));
        for ((b, t, k), &d) in dlogits.indexed_iter() {
            let right = if k == targets[[b, t]] { d <= 0.0 } else { d >= 0.0 };
            prop_assert!(right, "the gradient of logit {k} is {d}");
        }
    }

    #[test]
    fn a_token_of_weight_zero_does_not_count(v in 1_usize..20, seed: u64) {
        let (mut logits, targets, mut weights) = draw(2, 3, v, seed);
        weights[[1, 1]] = 0.0;
        let (loss, dlogits) = cross_entropy(&logits, &targets, &weights);
        prop_assert!(dlogits.index_axis(Axis(0), 1).row(1).iter().all(|&d| d == 0.0));
        logits.index_axis_mut(Axis(0), 1).row_mut(1).mapv_inplace(|x| 5.0 - x);
        prop_assert_eq!(cross_entropy(&logits, &targets, &weights).0, loss);
    }

    #[test]
    fn a_negative_weight_pushes_the_other_way(v in 1_usize..20, seed: u64) {
        let (logits, targets, weights) = draw(2, 3, v, seed);
        let (loss, dlogits) = cross_entropy(&logits, &targets, &weights);
        prop_assert_eq!(cross_entropy(&logits, &targets, &-weights), (-loss, -dlogits));
    }

    #[test]
    fn adamw_takes_a_first_step_of_size_lr(lr in 1e-5_f64..0.1, scale in -6_i32..7, seed: u64) {
        let (before, mut gradient) = (draw_linear(seed), draw_linear(!seed));
        gradient.scale(10_f64.powi(scale)); // whatever the size of the gradient, as long as it is far from ε
        let mut model = before.clone();
        let mut optimizer = AdamW { decay: 0.0, epsilon: 0.0, ..AdamW::new(&model) };
        optimizer.step(&mut model, &gradient, lr);
        for (((_, after), (_, before)), (_, g)) in model.tensors().iter().zip(before.tensors()).zip(gradient.tensors()) {
            for ((after, before), g) in after.iter().zip(&before).zip(&g) {
                prop_assert!((after - (before - lr * g.signum())).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn adamw_does_not_care_for_the_size_of_the_loss(scale in 1e-3_f64..1e3, seed: u64) {
        let (mut small, mut large) = (draw_linear(seed), draw_linear(seed));
        let mut of_small = AdamW { epsilon: 0.0, ..AdamW::new(&small) };
        let mut of_large = of_small.clone();
        for step in 0..5 {
            let mut gradient = draw_linear(seed ^ (step + 1));
            of_small.step(&mut small, &gradient, 0.01);
            gradient.scale(scale);
            of_large.step(&mut large, &gradient, 0.01);
        }
        prop_assert!((small.w - large.w).iter().all(|d| d.abs() < 1e-12));
        prop_assert!((small.b - large.b).iter().all(|d| d.abs() < 1e-12));
    }

    #[test]
    fn only_matrices_decay(lr in 1e-4_f64..0.1, decay in 0.01_f64..1.0, seed: u64) {
        let before = draw_linear(seed);
        let mut model = before.clone();
        let mut optimizer = AdamW { decay, ..AdamW::new(&model) };
        optimizer.step(&mut model, &before.zeros_like(), lr); // a gradient of 0: only the decay is left
        prop_assert_eq!(model, Linear { w: (1.0 - lr * decay) * &before.w, b: before.b });
    }

    #[test]
    fn clipping_shortens_and_never_turns(longest in 0.01_f64..10.0, seed: u64) {
        let before = draw_linear(seed);
        let mut after = before.clone();
        let norm = clip(&mut after, longest);
        prop_assert_eq!(norm, gradient_norm(&before));
        if norm <= longest {
            prop_assert_eq!(after, before); // the same bits
        } else {
            prop_assert!((gradient_norm(&after) - longest).abs() < 1e-12 * longest);
            let turned = &after.w * norm - &before.w * longest;
            prop_assert!(turned.iter().all(|d| d.abs() < 1e-12 * norm));
        }
    }

    #[test]
    fn the_learning_rate_rises_to_its_peak_and_falls_to_its_last(
        peak in 1e-4_f64..1.0, share in 0.0_f64..1.0, warm_up in 1_usize..50, after in 2_usize..200,
    ) {
        let schedule = Schedule { peak, last: share * peak, warm_up, steps: warm_up + after };
        let lr: Vec<f64> = (0..schedule.steps).map(|step| schedule.lr(step)).collect();
        prop_assert!((lr[0] - peak / warm_up as f64).abs() < 1e-15);
        prop_assert!(lr[..warm_up].is_sorted() && lr[warm_up..].is_sorted_by(|a, b| a >= b));
        // No jump where the line meets the cosine.
        prop_assert!(lr[warm_up - 1..=warm_up].iter().all(|lr| (lr - peak).abs() < 1e-15));
        prop_assert!((lr[schedule.steps - 1] - schedule.last).abs() < 1e-15);
        prop_assert_eq!(schedule.lr(schedule.steps + 7), schedule.last);
        // The steepest place of the cosine is its middle: π/2 of the mean slope.
        let steepest = std::f64::consts::FRAC_PI_2 * (peak - schedule.last) / (after - 1) as f64;
        prop_assert!(lr[warm_up..].windows(2).all(|two| two[0] - two[1] <= steepest + 1e-15));
    }
}

#[test]
fn extreme_logits_give_finite_numbers() {
    let logits = array![[[1e4, -1e4], [1e4, -1e4], [-1e4, -1e4], [1e4, 1e4]]];
    let (loss, dlogits) =
        cross_entropy(&logits, &array![[0, 1, 0, 1]], &array![[1.0, 1.0, 1.0, 1.0]]);
    assert!((loss - (2e4 + 2.0 * 2.0_f64.ln())).abs() < 1e-9, "{loss}");
    assert_eq!(dlogits, array![[[0.0, 0.0], [1.0, -1.0], [-0.5, 0.5], [0.5, -0.5]]]);
    let single = logits.mapv(|x| x as f32);
    let (loss, dlogits) =
        cross_entropy(&single, &array![[0, 1, 0, 1]], &array![[1.0, 1.0, 1.0, 1.0]]);
    assert!(loss.is_finite() && dlogits.iter().all(|d| d.is_finite()));
}

#[test]
fn the_learning_rate_falls_along_a_cosine() {
    let schedule = Schedule { peak: 1.2, last: 0.2, warm_up: 10, steps: 111 }; // a hundred steps from peak to last
    for (step, cosine) in
        [(10, 1.0), (35, 0.5_f64.sqrt()), (60, 0.0), (85, -0.5_f64.sqrt()), (110, -1.0)]
    {
        assert!(
            (schedule.lr(step) - 0.2 - (1.0 + cosine) / 2.0).abs() < 1e-12,
            "step {step}: {}",
            schedule.lr(step)
        );
    }
}

#[test]
fn the_same_learning_rate_at_each_step() {
    let schedule = Schedule::constant(0.1);
    assert!([0, 1, 1000].iter().all(|&step| schedule.lr(step) == 0.1));
}

#[test]
#[should_panic(expected = "a target for each row of logits: logits are (1, 2, 3)")]
fn logits_without_targets_are_refused() {
    log_probabilities(&Array3::<f64>::zeros((1, 2, 3)), &array![[0]]);
}
