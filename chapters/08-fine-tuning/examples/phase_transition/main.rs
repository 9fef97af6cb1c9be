//! Reward hacking is a phase transition: gold and reward against β, by theory and by a
//! policy of ten numbers that learns.

mod curves;
mod frontier;

use fine_tuning::lists::{Learner, Lists, Worth, optimum};
use fine_tuning::theory::{best_beta_for_gold, critical_beta};
use training_loss::Schedule;

const BETAS: [f64; 10] = [2.0, 1.4, 1.0, 0.8, 0.65, 0.55, 0.45, 0.38, 0.3, 0.2];
const SEEDS: u64 = 5;

/// What 300 steps make of the supervised policy.
fn learn(beta: f64, seed: u64) -> Lists {
    let schedule = Schedule { peak: 0.1, last: 1e-3, warm_up: 0, steps: 300 };
    let mut learner = Learner::new(seed);
    (0..300).for_each(|step| learner.step(beta, schedule.lr(step)));
    learner.policy
}

/// The mean over the seeds, and the standard deviation.
fn spread(runs: &[Worth], number: fn(&Worth) -> f64) -> (f64, f64) {
    let mean = runs.iter().map(number).sum::<f64>() / runs.len() as f64;
    let square = runs.iter().map(|run| (number(run) - mean).powi(2)).sum::<f64>()
        / (runs.len() - 1) as f64;
    (mean, square.sqrt())
}

fn main() -> std::io::Result<()> {
    println!(
        "   β   reward: best  reached         gold: best  reached         KL: best  reached"
    );
    let (mut rewards, mut golds, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for beta in BETAS {
        let best = optimum(beta).worth();
        let runs: Vec<Worth> = (0..SEEDS).map(|seed| learn(beta, seed).worth()).collect();
        let [reward, gold, kl] =
            [(|w| w.reward) as fn(&Worth) -> f64, |w| w.gold, |w| w.kl]
                .map(|f| spread(&runs, f));
        println!(
            "{beta:4.2}   {:12.3}  {:.3} ± {:.3}   {:10.3}  {:.3} ± {:.3}   \
             {:8.3}  {:6.3} ± {:.3}",
            best.reward, reward.0, reward.1, best.gold, gold.0, gold.1, best.kl, kl.0, kl.1
        );
        assert!(
            (reward.0 - best.reward).abs() < 0.1 && (gold.0 - best.gold).abs() < 0.05,
            "it ends where it must"
        );
        assert!(
            beta > 0.2 || best.reward - reward.0 > 10.0 * reward.1,
            "at the smallest β more steps are needed, not more runs"
        );
        rewards.push((beta, reward.0, reward.1));
        golds.push((beta, gold.0, gold.1));
        points.push((kl.0, reward.0));
    }
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
    let pressed: Vec<f64> = (20..=200).map(|i| best(f64::from(i) / 100.0).reward).collect();
    assert!(pressed.is_sorted_by(|a, b| a > b), "the reward rises all the way");
    assert!(
        best(critical_beta()).gold < 0.5 * best(best_beta_for_gold()).gold,
        "at the second more than half of it is gone"
    );

    curves::draw(rewards, golds)?;
    frontier::draw(points)
}
