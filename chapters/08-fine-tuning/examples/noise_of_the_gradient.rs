//! The same gradient, estimated with and without a baseline: the mean stays, the noise
//! goes.

use figures::{Colour, Figure, Plot};
use fine_tuning::{MoodReward, Reward, leave_one_out};
use hollow_wood::{AND, Asks, Question, moods};
use rand::{SeedableRng, rngs::StdRng};

const K: usize = 16; // answers in an estimate
const ESTIMATES: usize = 4000;

/// A policy with one parameter: θ, the logit of a mood's being nice. `∂ log π(x)/∂θ` at θ =
/// 0.
fn score(answer: &str) -> f64 {
    // nice: 1 − σ(0); mean: −σ(0)
    moods(answer).into_iter().map(|goodness| f64::from(goodness) / 2.0).sum()
}

/// The mean and the variance.
fn moments(x: &[f64]) -> (f64, f64) {
    let mean = |power| x.iter().map(|x| x.powi(power)).sum::<f64>() / x.len() as f64;
    (mean(1), mean(2) - mean(1).powi(2))
}

/// The share of the estimates in each bin of width ¼.
fn histogram(x: &[f64]) -> Vec<(f64, f64, f64)> {
    let bins = (-8..14).map(|i| (f64::from(i) / 4.0, f64::from(i + 1) / 4.0));
    let share = |from, to| {
        x.iter().filter(|&&x| from <= x && x < to).count() as f64 / x.len() as f64
    };
    bins.map(|(from, to)| (from, to, share(from, to))).collect()
}

fn main() -> std::io::Result<()> {
    let (fox, mut rng) =
        (Question { asks: Asks::Who, adjective: 0, animal: 0 }, StdRng::seed_from_u64(1));
    let answers: Vec<String> = (0..K * ESTIMATES).map(|_| fox.answer(&mut rng)).collect();
    // E[R] = E[n]·(2σ(θ) − 1), so its derivative at 0 is E[n]/2
    let exact = 0.5 / (1.0 - AND);
    println!(
        "the exact gradient is {exact:.3}\nadded to R   no baseline: mean, variance   \
        leave one out: mean, variance"
    );
    let (mut variances, mut shown) = ([Vec::new(), Vec::new()], Vec::new());
    for shift in [0.0, 1.0, 2.0, 3.0, 4.0] {
        let estimate = |answers: &[String], leave_out: bool| {
            let rewards: Vec<f64> =
                answers.iter().map(|answer| MoodReward.of("", answer) + shift).collect();
            let advantages = if leave_out { leave_one_out(&rewards, K) } else { rewards };
            answers.iter().zip(advantages).map(|(x, a)| a * score(x)).sum::<f64>()
                / K as f64
        };
        shown = [false, true]
            .map(|leave_out| {
                answers.chunks(K).map(|x| estimate(x, leave_out)).collect::<Vec<_>>()
            })
            .to_vec();
        let [plain, baseline] = [moments(&shown[0]), moments(&shown[1])];
        println!(
            "{shift:10}   {:17.3}   {:8.3}   {:19.3}   {:8.3}",
            plain.0, plain.1, baseline.0, baseline.1
        );
        for (all, (mean, variance)) in variances.iter_mut().zip([plain, baseline]) {
            assert!(
                (mean - exact).abs() < 4.0 * (variance / ESTIMATES as f64).sqrt(),
                "four standard errors"
            );
            all.push((shift, variance));
        }
    }
    let [plain, baseline] = variances;
    assert!(
        baseline.iter().all(|(_, v)| (v - baseline[0].1).abs() < 1e-9),
        "a baseline does not see a shift"
    );
    assert!(plain[4].1 > 10.0 * baseline[4].1);
    assert!(plain[0].1 < baseline[0].1, "a mean reward of 0 needs no baseline");
    let steeper = |v: &[(f64, f64)]| v[2].1 - v[1].1 > v[1].1 - v[0].1;
    assert!(plain.windows(3).all(steeper), "ever steeper");

    let [wide, narrow] = [histogram(&shown[0]), histogram(&shown[1])];
    let histograms = Plot::new()
        .x("estimate, with 4 added to R")
        .y("share of the estimates")
        .vertical(exact, "exact");
    let plot = Plot::new().x("what is added to every reward").y("variance").height(160.0);
    Figure::new(
        "noise-of-the-gradient",
        "Two histograms about the same middle, one wide, one narrow. Below, one variance \
        rises ever steeper, the other stays low.",
    )
    .panel(histograms.histogram("no baseline", Colour::nth(1), wide).histogram(
        "leave one out",
        Colour::nth(0),
        narrow,
    ))
    .panel(plot.line("no baseline", Colour::nth(1), plain).line(
        "leave one out",
        Colour::nth(0),
        baseline,
    ))
    .save()?;
    Ok(())
}
