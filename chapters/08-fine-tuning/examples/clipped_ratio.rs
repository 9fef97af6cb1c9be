//! PPO's clipped ratio: what it is worth to make an answer likelier, and what many steps on
//! the same answers do with and without it. DPO's and GRPO's identities, on twelve words.

use figures::{Colour, Figure, Plot};
use fine_tuning::{MoodReward, Reward, clipped, group_advantages, leave_one_out};
use foundations::softmax;
use hollow_wood::{MEAN, NICE};
use ndarray::{Array1, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng};

const EPSILON: f64 = 0.2; // how far a ratio may go
const K: usize = 64; // answers, drawn once
const STEPS: usize = 60;

fn policy(theta: &Array1<f64>) -> Array1<f64> {
    softmax(&theta.view().insert_axis(Axis(0))).remove_axis(Axis(0))
}

/// KL(π ‖ π_old) after each of many steps on the same answers; with an ε of ∞ nothing is
/// clipped.
fn repeated(x: &[usize], advantages: &[f64], epsilon: f64) -> Vec<f64> {
    let mut theta = Array1::<f64>::zeros(12);
    let old = policy(&theta);
    let mut distances = Vec::new();
    for _ in 0..=STEPS {
        let p = policy(&theta);
        distances.push(p.iter().zip(&old).map(|(p, old)| p * (p / old).ln()).sum());
        for (&x, &a) in x.iter().zip(advantages) {
            let ratio = p[x] / old[x];
            // ∇ρ = ρ·∇ log π(x) = ρ·(onehot(x) − π)
            let step = clipped(ratio, a, epsilon).1 * ratio / K as f64;
            theta.scaled_add(-step, &p);
            theta[x] += step;
        }
    }
    distances
}

fn main() -> std::io::Result<()> {
    println!("slope at ratio     0.5      1    1.5");
    for advantage in [1.0, -1.0] {
        let slopes = [0.5, 1.0, 1.5].map(|ratio| clipped(ratio, advantage, EPSILON).1);
        println!(
            "advantage {advantage:3} {:7.1} {:6.1} {:6.1}",
            slopes[0], slopes[1], slopes[2]
        );
        let expected = if advantage > 0.0 { [1.0, 1.0, 0.0] } else { [0.0, -1.0, -1.0] };
        assert_eq!(slopes, expected);
    }

    let words = [NICE, MEAN].concat();
    let mut rng = StdRng::seed_from_u64(1);
    let x: Vec<usize> = (0..K).map(|_| rng.random_range(0..12)).collect();
    let rewards: Vec<f64> = x.iter().map(|&x| MoodReward.of("", words[x])).collect();
    let advantages = leave_one_out(&rewards, K);
    let [free, held] =
        [f64::INFINITY, EPSILON].map(|epsilon| repeated(&x, &advantages, epsilon));
    println!(
        "KL from the old policy after {STEPS} steps: {:.3} without the clip, {:.3} with it",
        free[STEPS], held[STEPS]
    );
    assert!(free[STEPS] > 10.0 * held[STEPS] && held.iter().all(|&kl| kl < 0.1));

    // GRPO compares with the mean of all, and divides: the same advantages, but for one
    // factor.
    let curve = group_advantages(&rewards, K);
    let factor = curve[0] / advantages[0];
    assert!(curve.iter().zip(&advantages).all(|(c, a)| (c - factor * a).abs() < 1e-12));
    // DPO: at the optimum the rewards' difference is β times that of the log-ratios.
    let (beta, uniform) = (0.7_f64, 1.0 / 12.0_f64);
    let r = Array1::from_iter(words.iter().map(|x| MoodReward.of("", x)));
    let best = policy(&(&r / beta)); // π_SFT is even, so it drops out
    let implied = best.mapv(|p| beta * (p / uniform).ln());
    let off = (implied[0] - implied[11]) - (r[0] - r[11]);
    println!(
        "implied by the best policy: R({}) − R({}) = {:.3}",
        words[0],
        words[11],
        r[0] - r[11] + off
    );
    assert!(off.abs() < 1e-12);

    let range = || (0..=80).map(|i| f64::from(i) / 40.0);
    let panel = |title: &str, advantage: f64| {
        Plot::new()
            .title(title)
            .x("ratio ρ")
            .y("worth")
            .height(150.0)
            .theory("", range().map(move |ratio| (ratio, ratio * advantage)))
            .line(
                "",
                Colour::nth(0),
                range().map(move |ratio| (ratio, clipped(ratio, advantage, EPSILON).0)),
            )
            .vertical(1.0, "old")
    };
    let steps = |distances: Vec<f64>| {
        distances.into_iter().enumerate().map(|(i, kl)| (i as f64, kl))
    };
    let drift = Plot::new().x("steps on the same answers").y("KL from the old policy");
    let drift = drift.line("without the clip", Colour::nth(1), steps(free));
    let seen = "Two bent lines. On the left, for a good answer, it rises and is level from \
        1.2 on; on the right, for a bad one, it is level up to 0.8 and falls from there. \
        Below, one curve rises far above the other.";
    Figure::new("clipped-ratio", seen)
        .panels(2, [panel("better than the others", 1.0), panel("worse", -1.0)])
        .panel(drift.line("with it", Colour::nth(0), steps(held)).height(170.0))
        .save()?;
    Ok(())
}
