//! The student's check, tried on right gradients and on wrong ones.

use exercises::{Verdict, checks, for_sizes};
use rand::{RngExt, rngs::StdRng};

use super::student::agrees;

checks![
    a_hundredth_too_large_is_seen,
    one_wrong_number_among_many_is_seen,
    another_order_is_seen,
    a_nan_is_seen,
    too_few_numbers_are_seen,
    steep_slopes_are_no_exception,
];

type Loss = fn(&[f64]) -> f64;
type Gradient = fn(&[f64]) -> Vec<f64>;

/// Losses whose every slope is 0.1 or more where x is from 1 to 2, with their gradients.
const LOSSES: [(Loss, Gradient); 3] = [
    (|x| x.iter().map(|x| x * x).sum(), |x| x.iter().map(|x| 2.0 * x).collect()),
    (
        |x| x.iter().enumerate().map(|(i, x)| (i as f64 + 0.5) * x.ln()).sum(),
        |x| x.iter().enumerate().map(|(i, x)| (i as f64 + 0.5) / x).collect(),
    ),
    (
        |x| x.iter().map(|x| x.exp()).sum::<f64>().ln() + 0.3 * x.iter().sum::<f64>(),
        |x| {
            let sum: f64 = x.iter().map(|x| x.exp()).sum();
            x.iter().map(|x| x.exp() / sum + 0.3).collect()
        },
    ),
];

fn a_hundredth_too_large_is_seen(rng: &mut StdRng) -> Verdict {
    tried("a gradient that is a hundredth too large", rng, |right, _| {
        right.iter().map(|g| 1.01 * g).collect()
    })
}

fn one_wrong_number_among_many_is_seen(rng: &mut StdRng) -> Verdict {
    tried("a gradient with one wrong number", rng, |right, rng| {
        let mut wrong = right.to_vec();
        let place = rng.random_range(0..wrong.len());
        wrong[place] -= 0.01;
        wrong
    })
}

fn another_order_is_seen(rng: &mut StdRng) -> Verdict {
    tried("a gradient whose numbers are in another order", rng, |right, _| {
        let mut wrong = right.to_vec();
        wrong.rotate_left(1);
        wrong
    })
}

fn a_nan_is_seen(rng: &mut StdRng) -> Verdict {
    tried("a gradient with a NaN in it", rng, |right, rng| {
        let mut wrong = right.to_vec();
        let place = rng.random_range(0..wrong.len());
        wrong[place] = f64::NAN;
        wrong
    })
}

fn too_few_numbers_are_seen(rng: &mut StdRng) -> Verdict {
    tried("a gradient with too few numbers", rng, |right, _| {
        right[..right.len() - 1].to_vec()
    })
}

fn steep_slopes_are_no_exception(rng: &mut StdRng) -> Verdict {
    for_sizes("the number of places", 2..=6, rng, |n, rng| {
        let x = point(n, rng);
        let loss = |x: &[f64]| x.iter().map(|x| 2.5e6 * x * x).sum();
        let right: Vec<f64> = x.iter().map(|x| 5e6 * x * (1.0 + 1e-10)).collect();
        let mut wrong = right.clone();
        wrong[n - 1] *= 1.0001;
        verdict("a steep gradient that is off in one place", &loss, &right, &wrong, &x)
    })
}

/// Right gradients pass, and what is made of them does not.
fn tried(
    mistake: &str,
    rng: &mut StdRng,
    made: impl Fn(&[f64], &mut StdRng) -> Vec<f64>,
) -> Verdict {
    for_sizes("the number of places", 2..=6, rng, |n, rng| {
        for (loss, gradient) in LOSSES {
            let x = point(n, rng);
            let rounded: Vec<f64> =
                gradient(&x).iter().map(|g| g * (1.0 + 1e-10)).collect();
            let wrong = made(&rounded, rng);
            verdict(mistake, &loss, &rounded, &wrong, &x)?;
        }
        Ok(())
    })
}

fn verdict(
    mistake: &str,
    loss: &dyn Fn(&[f64]) -> f64,
    right: &[f64],
    wrong: &[f64],
    x: &[f64],
) -> Verdict {
    if !agrees(loss, right, x) {
        return Err(format!("your check is false of a right gradient, at x = {x:.3?}"));
    }
    if agrees(loss, wrong, x) {
        return Err(format!("your check is true of {mistake}, at x = {x:.3?}"));
    }
    Ok(())
}

/// Numbers from 1 to 2, no two of them near each other.
fn point(n: usize, rng: &mut StdRng) -> Vec<f64> {
    let width = 1.0 / n as f64;
    (0..n).map(|i| 1.0 + width * (i as f64 + rng.random_range(0.0..0.5))).collect()
}
