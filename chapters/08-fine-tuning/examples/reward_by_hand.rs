//! Every symbol of E[R(x)] on a policy of twelve words: draw, reward, compare, and make the
//! better words likelier.

use figures::{Bars, Colour, Figure, Plot};
use fine_tuning::{MoodReward, Reward, leave_one_out};
use foundations::softmax;
use hollow_wood::{MEAN, NICE};
use ndarray::{Array1, Axis};
use rand::{RngExt, SeedableRng, rngs::StdRng};

const K: usize = 8; // answers in a step
const LR: f64 = 1.0;

/// π: the probability of each word.
fn policy(theta: &Array1<f64>) -> Array1<f64> {
    softmax(&theta.view().insert_axis(Axis(0))).remove_axis(Axis(0))
}

fn main() -> std::io::Result<()> {
    let words = [NICE, MEAN].concat();
    let (mut theta, mut rng) = (Array1::<f64>::zeros(12), StdRng::seed_from_u64(6));
    let expected = |p: &Array1<f64>| -> f64 {
        p.iter().zip(&words).map(|(p, x)| p * MoodReward.of("", x)).sum()
    };
    let mut curve = Vec::new();
    for step in 0..=60 {
        let p = policy(&theta);
        curve.push((f64::from(step), expected(&p)));
        let mut draw = || {
            let mut rest: f64 = rng.random();
            (0..11).find(|&x| (rest < p[x], rest -= p[x]).0).unwrap_or(11)
        };
        let x: Vec<usize> = (0..K).map(|_| draw()).collect(); // x ∼ π
        // R(x)
        let rewards: Vec<f64> = x.iter().map(|&x| MoodReward.of("", words[x])).collect();
        let advantages = leave_one_out(&rewards, K);
        if step == 0 {
            println!("x        π(x)    R(x)   mean of the others   advantage");
            for ((&x, r), a) in x.iter().zip(&rewards).zip(&advantages) {
                println!(
                    "{:5}   {:.3}   {r:5.0}   {:18.3}   {a:9.3}",
                    words[x],
                    p[x],
                    r - a
                );
            }
            println!(
                "their mean {:.2}, E[R] {:.2}",
                rewards.iter().sum::<f64>() / K as f64,
                expected(&p)
            );
            assert!(
                expected(&p).abs() < 1e-12 && advantages.iter().sum::<f64>().abs() < 1e-12
            );
        }
        for (&x, a) in x.iter().zip(advantages) {
            // ∇ log π(x) = onehot(x) − π
            theta.scaled_add(-LR * a / K as f64, &p);
            theta[x] += LR * a / K as f64;
        }
    }
    let after = policy(&theta);
    println!("after 60 steps: E[R] {:.2}", expected(&after));
    let nice: f64 = after.iter().take(6).sum();
    assert!(
        expected(&after) > 0.9 && (expected(&after) - (2.0 * nice - 1.0)).abs() < 1e-12
    );

    let bars = Bars::new(&words).title("π(x)").horizontal().series(
        "before",
        Colour::Muted,
        [1.0 / 12.0; 12],
    );
    let plot = Plot::new().x("step").y("E[R(x)]").y_range(-0.1, 1.3).height(150.0);
    Figure::new(
        "reward-by-hand",
        "Twelve equal bars before; after, a few nice words have nearly all, two of them \
        most. A curve rises from 0 to nearly 1.",
    )
    .panel(bars.series("after", Colour::nth(0), after))
    .panel(plot.line("", Colour::nth(0), curve).horizontal(1.0, "the most"))
    .save()?;
    Ok(())
}
