//! Reward hacking is a phase transition: gold and reward against β, by theory and by a
//! policy of ten numbers that learns.

mod learning;
mod lists;

use figures::{Colour, Figure, Plot};
use fine_tuning::theory::{best_beta_for_gold, critical_beta, unlimited};
use learning::learn;
use lists::{Lists, Worth, optimum};
use rand::{RngExt, SeedableRng, rngs::StdRng};

const BETAS: [f64; 10] = [2.0, 1.4, 1.0, 0.8, 0.65, 0.55, 0.45, 0.38, 0.3, 0.2];
const SEEDS: u64 = 5;

/// The mean over the seeds, and the standard deviation.
fn spread(runs: &[Worth], number: fn(&Worth) -> f64) -> (f64, f64) {
    let mean = runs.iter().map(number).sum::<f64>() / runs.len() as f64;
    let square = runs.iter().map(|run| (number(run) - mean).powi(2)).sum::<f64>()
        / (runs.len() - 1) as f64;
    (mean, square.sqrt())
}

fn main() -> std::io::Result<()> {
    println!(
        "   β   reward: best  reached            gold: best  reached            KL: best  reached"
    );
    let (mut rewards, mut golds, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for beta in BETAS {
        let best = optimum(beta).worth();
        let runs: Vec<Worth> = (0..SEEDS).map(|seed| learn(beta, seed).worth()).collect();
        let [reward, gold, kl] =
            [(|w| w.reward) as fn(&Worth) -> f64, |w| w.gold, |w| w.kl]
                .map(|f| spread(&runs, f));
        println!(
            "{beta:4.2}   {:12.3}  {:.3} ± {:.3}   {:17.3}  {:.3} ± {:.3}   {:15.3}  {:.3} ± {:.3}",
            best.reward, reward.0, reward.1, best.gold, gold.0, gold.1, best.kl, kl.0, kl.1
        );
        assert!(
            (reward.0 - best.reward).abs() < 0.1 && (gold.0 - best.gold).abs() < 0.05,
            "it ends where it must"
        );
        rewards.push((beta, reward.0, reward.1));
        golds.push((beta, gold.0, gold.1));
        points.push((kl.0, reward.0));
    }
    let fine = || (16..=200).map(|i| f64::from(i) / 100.0);
    let endless = |f: fn(fine_tuning::theory::Optimum) -> f64| {
        fine().filter_map(move |b| Some((b, f(unlimited(b)?))))
    };
    let capped =
        |f: fn(&Worth) -> f64| fine().map(move |beta| (beta, f(&optimum(beta).worth())));
    assert!(
        golds[1..5].iter().all(|gold| gold.1 > 0.7)
            && golds[8].1 < 0.1
            && golds[9].1 < 0.05,
        "gold holds, then collapses"
    );
    let best = |beta: f64| optimum(beta).worth();
    let falling = (42..=100).map(|i| 2.0 * f64::from(142 - i) / 100.0); // 2.0 down to 0.84
    assert!(
        falling.map(|beta| best(beta).gold).is_sorted(),
        "down to the first mark gold rises with the reward"
    );
    assert!(
        best(critical_beta()).gold < 0.5 * best(best_beta_for_gold()).gold,
        "at the second more than half of it is gone"
    );

    // Any other policy has less reward for its distance.
    let frontier: Vec<(f64, f64)> =
        fine().map(|beta| optimum(beta).worth()).map(|w| (w.kl, w.reward)).collect();
    let mut rng = StdRng::seed_from_u64(9);
    let others: Vec<Worth> = (0..150)
        .map(|_| Lists::new(|| rng.random_range(-4.0..4.0)))
        .map(|p| p.worth())
        .collect();
    let most = |kl: f64| {
        frontier
            .iter()
            .filter(|point| point.0 >= kl)
            .map(|point| point.1)
            .fold(f64::MAX, f64::min)
    };
    assert!(
        others.iter().all(|other| other.reward <= most(other.kl)),
        "none is above the frontier"
    );

    let plot = |y| {
        Plot::new()
            .x("β")
            .y(y)
            .x_range(0.15, 2.05)
            .height(170.0)
            .vertical(best_beta_for_gold(), "0.80")
            .vertical(critical_beta(), "β_c")
    };
    Figure::new("phase-transition", "Coming from the right, reward and gold rise slowly; from the mark at 0.80 on the reward rises faster and gold falls to 0. Dots lie on the dashed lines.")
        .panel(plot("reward E[R]").y_range(0.0, 5.5).theory("at most five moods", capped(|w| w.reward))
            .line("endless lists", Colour::Muted, endless(|o| o.reward).filter(|point| point.1 < 5.5)).measured("learnt, 5 seeds", Colour::nth(1), rewards))
        .panel(plot("gold").y_range(0.0, 1.0).theory("", capped(|w| w.gold)).line("", Colour::Muted, endless(|o| o.gold)).measured("", Colour::nth(0), golds))
        .save()?;
    Figure::new(
        "reward-for-distance",
        "A dashed curve rises and bends; random policies lie below it, the learnt ones on it.",
    )
    .panel(
        Plot::new()
            .x("KL from the supervised model (nats)")
            .y("reward E[R]")
            .theory("the frontier", frontier)
            .dots("random", Colour::Muted, others.iter().map(|w| (w.kl, w.reward)))
            .dots("learnt", Colour::nth(1), points),
    )
    .save()?;
    Ok(())
}
