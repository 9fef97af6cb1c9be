//! Smoothed cross-entropy against chapter 7's, by hand, and against its formula.

use exercises::{Verdict, checks, for_sizes, normal, same_number_or, same_or};
use foundations::softmax;
use ndarray::{Array2, Axis, array};
use rand::{RngExt, rngs::StdRng};
use training_loss::cross_entropy;

use super::student::smoothed_cross_entropy;

checks![
    equal_logits_cost_ln_v_whatever_the_smoothing,
    without_smoothing_it_is_cross_entropy,
    two_tokens_by_hand,
    the_gradient_is_p_less_q,
    large_logits_give_finite_numbers,
];

fn equal_logits_cost_ln_v_whatever_the_smoothing(_: &mut StdRng) -> Verdict {
    for v in 2..=5_usize {
        let (loss, _) = smoothed_cross_entropy(&Array2::zeros((3, v)), &[0, 1, 0], 0.3);
        let nats = (v as f64).ln();
        same_number_or(
            &format!("the loss of {v} equal logits with s = 0.3"),
            loss,
            nats,
            &[
                ("it is a sum over the tokens; take the mean", 3.0 * nats),
                ("the target has lost the share s, and nobody has got it", 0.7 * nats),
                ("it is in bits; use the natural logarithm", nats / 2_f64.ln()),
                ("its sign is reversed", -nats),
            ],
        )?;
    }
    Ok(())
}

fn without_smoothing_it_is_cross_entropy(rng: &mut StdRng) -> Verdict {
    for_sizes("T", 1..=4, rng, |t, rng| {
        let (logits, targets) = a_case(t, 4, rng);
        let (loss, dlogits) = smoothed_cross_entropy(&logits, &targets, 0.0);
        let (right, right_d) = chapter_7(&logits, &targets);
        same_number_or(
            "with s = 0, the loss",
            loss,
            right,
            &[("it is a sum over the tokens; take the mean", right * t as f64)],
        )?;
        let mistakes = [
            (
                "it is the gradient of the sum over the tokens; the loss is their mean",
                &right_d * t as f64,
            ),
            ("its sign is reversed", -&right_d),
        ];
        same_or("with s = 0, dlogits", &dlogits, &right_d, &mistakes)
    })
}

fn two_tokens_by_hand(_: &mut StdRng) -> Verdict {
    let (loss, _) = smoothed_cross_entropy(&array![[3_f64.ln(), 0.0]], &[0], 0.2);
    let with = |target: f64, other: f64| -target * 0.75_f64.ln() - other * 0.25_f64.ln();
    same_number_or(
        "p = ¾ and ¼, the first is the target, s = 0.2: the loss",
        loss,
        with(0.9, 0.1),
        &[
            (
                "the share s was spread over the other tokens alone; the target gets its part of it too, q = 0.9 and 0.1",
                with(0.8, 0.2),
            ),
            (
                "the target is left with 1 − s; it gets s/V back, q = 0.9 and 0.1",
                with(0.8, 0.1),
            ),
            ("the share s was given to each token whole, and not spread", with(1.0, 0.2)),
            ("nothing is smoothed", with(1.0, 0.0)),
        ],
    )
}

fn the_gradient_is_p_less_q(rng: &mut StdRng) -> Verdict {
    for_sizes("V", 2..=5, rng, |v, rng| {
        let (logits, targets) = a_case(3, v, rng);
        let s = rng.random_range(0.1..0.9);
        let (_, dlogits) = smoothed_cross_entropy(&logits, &targets, s);
        let right = (softmax(&logits) - smoothed(&targets, v, s)) / 3.0;
        let others_only = smoothed(&targets, v, s * v as f64 / (v - 1) as f64);
        let mistakes = [
            ("it is the gradient without smoothing", chapter_7(&logits, &targets).1),
            (
                "it is the gradient of the sum over the tokens; the loss is their mean",
                &right * 3.0,
            ),
            ("its sign is reversed", -&right),
            (
                "the share s was spread over the other tokens alone",
                (softmax(&logits) - others_only) / 3.0,
            ),
            (
                "the gradient of cross-entropy was made smaller by 1 − s; p itself does not get less",
                chapter_7(&logits, &targets).1 * (1.0 - s),
            ),
        ];
        same_or("dlogits", &dlogits, &right, &mistakes)
    })
}

fn large_logits_give_finite_numbers(_: &mut StdRng) -> Verdict {
    let logits = array![[2000.0, 0.0], [-2000.0, 0.0]];
    let (loss, dlogits) = smoothed_cross_entropy(&logits, &[0, 0], 0.1);
    if !loss.is_finite() {
        return Err(format!(
            "the logits 2000 and 0, and −2000 and 0: the loss is {loss}. Subtract the largest logit first, and take no logarithm of a probability"
        ));
    }
    same_number_or(
        "the logits 2000 and 0, and −2000 and 0: the loss",
        loss,
        (0.05 * 2000.0 + 0.95 * 2000.0) / 2.0,
        &[],
    )?;
    same_or("dlogits", &dlogits, &array![[0.025, -0.025], [-0.475, 0.475]], &[])
}

fn a_case(t: usize, v: usize, rng: &mut StdRng) -> (Array2<f64>, Vec<usize>) {
    (normal((t, v), rng), (0..t).map(|_| rng.random_range(0..v)).collect())
}

fn smoothed(targets: &[usize], v: usize, s: f64) -> Array2<f64> {
    let target = |t: usize, v: usize| if targets[t] == v { 1.0 } else { 0.0 };
    Array2::from_shape_fn((targets.len(), v), |(t, at)| {
        (1.0 - s) * target(t, at) + s / v as f64
    })
}

fn chapter_7(logits: &Array2<f64>, targets: &[usize]) -> (f64, Array2<f64>) {
    let t = targets.len();
    let targets = Array2::from_shape_vec((1, t), targets.to_vec()).expect("one row");
    let weights = Array2::from_elem((1, t), 1.0 / t as f64);
    let (loss, dlogits) =
        cross_entropy(&logits.clone().insert_axis(Axis(0)), &targets, &weights);
    (loss, dlogits.remove_axis(Axis(0)))
}
