//! Where numbers get extreme and runs long: loss, gradient and step are finite, and right
//! to independent formulas in f64. Every law of the loss holds in both types, to a few of
//! the type's own rounding errors.

use foundations::{Float, Linear, Params, normal};
use ndarray::{Array1, Array2, Array3, array};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{
    AdamW, Batch, Schedule, clip, cross_entropy, gradient_norm, log_probabilities,
};

/// Rows of logits as a run may bring them on its worst day.
fn rows<F: Float>() -> Vec<Array1<F>> {
    let of = |row: &[f64]| row.iter().map(|&s| F::of(s)).collect::<Array1<F>>();
    let tiny = F::min_positive_value() / F::of(8.0); // a denormal
    let mut rows = vec![
        of(&[1e4, -1e4, 0.0]),
        of(&[1e30, -1e30, 0.0, 1e30]),
        of(&[1e4, 1e4 - 1.0, 1e4 - 20.0, 1e4 - 80.0]),
        of(&[1e-40, 1e4, -1e4, 1e-310, 9999.0]),
        of(&[30.0, 0.0, -30.0]),
        array![tiny, -tiny, tiny + tiny],
        normal(300, 10.0, &mut StdRng::seed_from_u64(1)),
    ];
    for all in [0.0, 1.0, 1e4, -1e4, 1e30, -1e30, 1e-40, 1e-310] {
        rows.extend([1, 2, 17, 34].map(|n| Array1::from_elem(n, F::of(all))));
    }
    rows
}

/// `−log p[x] = (m − s[x]) + ln(1 + Σ exp(s[j] − m))`, over all j but one that is largest:
/// both summands are ≥ 0.
fn surprise<F: Float>(logits: &Array1<F>, target: usize) -> f64 {
    let mut falling = logits.mapv(F::as_f64).to_vec();
    falling.sort_by(|a, b| b.total_cmp(a));
    let rest: f64 = falling[1..].iter().rev().map(|s| (s - falling[0]).exp()).sum();
    (falling[0] - logits[target].as_f64()) + rest.ln_1p()
}

/// `p[i] = 1 / Σ_j exp(s[j] − s[i])`: no largest score, no quotient of rounded sums.
fn probability<F: Float>(logits: &Array1<F>, i: usize) -> f64 {
    1.0 / logits
        .iter()
        .map(|other| (other.as_f64() - logits[i].as_f64()).exp())
        .sum::<f64>()
}

fn loss_is_right<F: Float>() {
    let epsilon = F::epsilon().as_f64();
    for row in rows::<F>() {
        let n = row.len();
        let logits: Array3<F> =
            row.clone().into_shape_with_order((1, 1, n)).expect("one row");
        for target in (0..n).step_by(n.div_ceil(5)).chain([n - 1]) {
            let exact = surprise(&row, target);
            let terms = 8.0 + (n as f64).sqrt();
            for weight in [1.0, 0.0, -1.0, 1e-6, 1e4, -1e4] {
                let (targets, weights) = (array![[target]], array![[F::of(weight)]]);
                let weight = weights[[0, 0]].as_f64();
                let (loss, dlogits) = cross_entropy(&logits, &targets, &weights);
                let error = (loss.as_f64() - weight * exact).abs();
                let tolerance = terms * epsilon * weight.abs() * (1.0 + exact);
                assert!(
                    error <= tolerance,
                    "the loss of {row} is {loss:e}, not {:e}",
                    weight * exact
                );
                for (i, d) in dlogits.iter().enumerate() {
                    let p = probability(&row, i);
                    let exact = weight * (p - if i == target { 1.0 } else { 0.0 });
                    // Where p is not next to 0 or 1, its exponent is at most some ten:
                    // magnified so much at most.
                    let tolerance = 2.0
                        * terms
                        * epsilon
                        * weight.abs()
                        * if i == target { 1.0 } else { 10.0 * p };
                    let smallest = F::min_positive_value().as_f64() * weight.abs().max(1.0);
                    let error = (d.as_f64() - exact).abs();
                    assert!(
                        error <= tolerance + smallest,
                        "dlogits[{i}] of {row} is {d:e}, not {exact:e}"
                    );
                }
            }
            let log_p = log_probabilities(&logits, &array![[target]])[[0, 0]].as_f64();
            assert!(
                (log_p + exact).abs() <= terms * epsilon * (1.0 + exact),
                "log p is {log_p:e}, not {:e}",
                -exact
            );
        }
    }
}

#[test]
fn the_loss_and_its_gradient_are_right_at_every_extreme() {
    loss_is_right::<f32>();
    loss_is_right::<f64>();
}

#[test]
fn the_mean_over_many_tokens_does_not_drift() {
    // The worst case for a running sum: 65 536 equal parts, each rounded the same way.
    let (b, t, v) = (64, 1024, 34);
    let batch = Batch::<f32>::new(
        Array2::zeros((b, t)),
        Array2::zeros((b, t)),
        Array2::ones((b, t)),
    );
    let logits = Array3::zeros((b, t, v));
    let loss = f64::from(cross_entropy(&logits, &batch.targets, &batch.weights).0);
    let exact = (v as f64).ln();
    assert!(
        (loss / exact - 1.0).abs() < 2.0 * f64::from(f32::EPSILON),
        "{loss} is not ln {v} = {exact}"
    );
}

/// One parameter that decays not, and its gradient, as often as one likes.
fn bias<F: Float>(g: f64) -> (Array1<F>, Array1<F>) {
    (Array1::zeros(1), Array1::from_elem(1, F::of(g)))
}

#[test]
fn after_many_steps_with_one_gradient_a_step_is_still_lr() {
    // m and v then forget as much as they learn: a rounding in β₂ counts 1/(1 − β₂) = 100
    // times, in v's root half of that.
    for g in [1e-4_f64, 1.0, -1e4] {
        let (mut theta, gradient) = bias::<f32>(g);
        let mut optimizer = AdamW { epsilon: 0.0, ..AdamW::new(&theta) };
        for step in 1..=20_000 {
            theta[0] = 0.0;
            optimizer.step(&mut theta, &gradient, 0.01);
            let off = (f64::from(theta[0]) / (-0.01 * g.signum()) - 1.0).abs();
            assert!(
                off < 100.0 * f64::from(f32::EPSILON),
                "step {step} is off by {off:e} of itself"
            );
        }
    }
}

#[test]
fn after_a_million_steps_nothing_is_left_to_correct() {
    // β₁ᵗ is 0 by underflow from t = 7073 on, and β₂ᵗ from 74 141: m̂ = m and v̂ = v, to
    // the last bit.
    for steps in [1_000_000, 1 << 53, u64::MAX - 1] {
        let (mut theta, gradient) = bias::<f64>(3.0);
        let mut optimizer =
            AdamW { steps, mean: array![2.0], square: array![16.0], ..AdamW::new(&theta) };
        optimizer.step(&mut theta, &gradient, 0.1);
        let (m, v): (f64, f64) =
            (0.9 * 2.0 + (1.0 - 0.9) * 3.0, 0.99 * 16.0 + (1.0 - 0.99) * 9.0);
        assert!((theta[0] + 0.1 * m / (v.sqrt() + 1e-8)).abs() < 1e-16, "{theta}");
    }
}

#[test]
fn a_gradient_of_any_size_gives_a_step_of_at_most_lr() {
    for g in [0.0, 1e-45, 1e-40, 1e-30, 1e-12, 1e-8, 1.0, 1e4, 1e15, 1e18] {
        let (mut theta, gradient) = bias::<f32>(g);
        AdamW::new(&theta).step(&mut theta, &gradient, 0.01);
        // Below ε the step is g/ε of lr, also where g² is 0 by underflow.
        let g = f64::from(gradient[0]);
        let exact = 0.01 * g / (g + 1e-8);
        let of_denormals = f64::from(f32::from_bits(1)) / 1e-8; // a last bit of lr·m̂, divided by ε
        let tolerance = 8.0 * f64::from(f32::EPSILON) * exact + of_denormals;
        assert!(
            (f64::from(theta[0]) + exact).abs() <= tolerance,
            "{g:e} moves by {:e}, not {exact:e}",
            theta[0]
        );
    }
}

#[test]
fn a_gradient_of_any_size_is_clipped_to_the_length_asked_for() {
    for size in [1e-40, 1e-20, 1e-3, 1e4, 1e30] {
        let mut rng = StdRng::seed_from_u64(1);
        let before: Linear<f32> =
            Linear { w: normal((30, 40), size, &mut rng), b: normal(40, 1e-40, &mut rng) };
        let mut after = before.clone();
        let squares = |(_, tensor): (String, ndarray::ArrayViewD<f32>)| -> f64 {
            tensor.iter().map(|&g| f64::from(g).powi(2)).sum()
        };
        let exact = before.tensors().into_iter().map(squares).sum::<f64>().sqrt();
        let norm = clip(&mut after, 1.0);
        assert!((norm / exact - 1.0).abs() < 1e-13, "{norm:e} is not {exact:e}");
        if exact <= 1.0 {
            assert_eq!(after, before);
        } else {
            assert!((gradient_norm(&after) - 1.0).abs() < 2.0 * f64::from(f32::EPSILON));
        }
    }
}

#[test]
fn a_schedule_is_finite_and_between_its_ends_whatever_its_length() {
    for (warm_up, steps) in
        [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (5, 5), (5, 6), (9, 3), (1000, 1_000_000)]
    {
        let schedule = Schedule { peak: 1e-3, last: 1e-5, warm_up, steps };
        let end = steps.max(warm_up);
        for step in (0..10)
            .chain((0..=end).step_by(1 + end / 1000))
            .chain([end + 1, usize::MAX - 1])
        {
            let lr = schedule.lr(step);
            let least = if step < warm_up { 0.0 } else { 1e-5 };
            assert!(
                (least..=1e-3 * (1.0 + 1e-15)).contains(&lr),
                "{schedule:?} at {step}: {lr:e}"
            );
        }
        assert_eq!(schedule.lr(end), 1e-5);
        assert!(warm_up == 0 || schedule.lr(warm_up - 1) == 1e-3);
    }
}
