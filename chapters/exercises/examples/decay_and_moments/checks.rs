//! One step, and ten, against the chapter's loops.

use exercises::{Verdict, checks, for_sizes, normal, same_number_or, same_or};
use ndarray::{Array1, array};
use rand::rngs::StdRng;
use training_loss::naive;

use super::student::adamw;

checks![
    without_decay_it_is_adam,
    the_moments_see_the_gradient_alone,
    a_weight_without_gradient_shrinks_by_lr_times_decay,
    ten_steps_as_in_the_chapter,
];

fn chapter_7(
    theta: f64,
    g: f64,
    (m, v): (f64, f64),
    t: i32,
    lr: f64,
    decay: f64,
) -> (f64, (f64, f64)) {
    let (theta, m, v) = naive::adamw(theta, g, m, v, t, lr, (0.9, 0.99), 1e-8, decay);
    (theta, (m, v))
}

fn without_decay_it_is_adam(rng: &mut StdRng) -> Verdict {
    for_sizes("t", 1..=4, rng, |t, rng| {
        let draws: Array1<f64> = normal(4, rng);
        let (theta, g, moments, t) =
            (draws[0], draws[1], (draws[2], draws[3].abs()), t as i32);
        let (got, _) = adamw(theta, g, moments, t, 0.1, 0.0);
        let (right, (m, v)) = chapter_7(theta, g, moments, t, 0.1, 0.0);
        let mistakes = [(
            "the moments are not corrected for having begun at 0",
            theta - 0.1 * m / (v.sqrt() + 1e-8),
        )];
        same_number_or("with decay 0, the new θ", got, right, &mistakes)
    })
}

fn the_moments_see_the_gradient_alone(rng: &mut StdRng) -> Verdict {
    for_sizes("t", 1..=3, rng, |t, rng| {
        let draws: Array1<f64> = normal(4, rng);
        let (theta, g, moments, t) =
            (draws[0], draws[1], (draws[2], draws[3].abs()), t as i32);
        let (_, (m, v)) = adamw(theta, g, moments, t, 0.1, 0.5);
        let (_, right) = chapter_7(theta, g, moments, t, 0.1, 0.5);
        let (_, mixed) = chapter_7(theta, g + 0.5 * theta, moments, t, 0.1, 0.0);
        let mistakes = [
            ("decay·θ has gone into both", array![mixed.0, mixed.1]),
            ("decay·θ has gone into m", array![mixed.0, right.1]),
            ("decay·θ has gone into v", array![right.0, mixed.1]),
        ];
        same_or(
            "with decay 0.5, (m, v)",
            &array![m, v],
            &array![right.0, right.1],
            &mistakes,
        )
    })
}

fn a_weight_without_gradient_shrinks_by_lr_times_decay(_: &mut StdRng) -> Verdict {
    for theta in [1.0, -2.0, 0.5] {
        let (got, _) = adamw(theta, 0.0, (0.0, 0.0), 1, 0.01, 0.1);
        let mistakes = [
            (
                "it has moved by the whole learning rate: the decay went through the division by √v",
                theta - 0.01 * f64::signum(theta),
            ),
            ("it does not decay at all", theta),
            ("the decay must be multiplied by the learning rate", theta * 0.9),
            ("it grows", theta * 1.001),
        ];
        let what = format!("θ = {theta} without gradient, lr = 0.01, decay 0.1: the new θ");
        same_number_or(&what, got, theta * 0.999, &mistakes)?;
    }
    Ok(())
}

/// A step of the optimizer: θ, gradient, moments, t, lr, decay; the new θ and moments.
type Step = fn(f64, f64, (f64, f64), i32, f64, f64) -> (f64, (f64, f64));

fn ten_steps_as_in_the_chapter(rng: &mut StdRng) -> Verdict {
    let gradients: Array1<f64> = normal(10, rng);
    let run = |step: Step| {
        let (mut theta, mut moments) = (3.0, (0.0, 0.0));
        let path = gradients.iter().zip(1..).map(|(&g, t)| {
            (theta, moments) = step(theta, g, moments, t, 0.1, 0.5);
            theta
        });
        path.collect::<Array1<f64>>()
    };
    let decayed_last: Step = |theta, g, moments, t, lr, decay| {
        let (theta, moments) = chapter_7(theta, g, moments, t, lr, 0.0);
        (theta - lr * decay * theta, moments)
    };
    let mistakes = [(
        "it is the θ after the step that decays; take the one before it",
        run(decayed_last),
    )];
    same_or("θ after each of ten steps", &run(adamw), &run(chapter_7), &mistakes)
}
