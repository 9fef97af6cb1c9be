//! REINFORCE, PPO, GRPO and DPO on lists of moods: all end at the exact optimum; how fast,
//! and how noisy?

use figures::{Colour, Figure, Plot};
use fine_tuning::Method;
use fine_tuning::lists::{BATCH, Learner, Worth, optimum};
use training_loss::Schedule;

const BETA: f64 = 0.7;
const ROUNDS: usize = 800;
const SEEDS: u64 = 20;
const LR: f64 = 0.15;

type Round = fn(&mut Learner, f64);

const METHODS: [(&str, Round); 4] = [
    ("REINFORCE", |learner, lr| learner.round(Method::Reinforce, BETA, lr)),
    ("PPO", |learner, lr| learner.round(Method::Ppo, BETA, lr)),
    ("GRPO", |learner, lr| learner.round(Method::Grpo, BETA, lr)),
    ("DPO", |learner, lr| learner.compare(BETA, lr)),
];

/// What the policy is worth before each round, and at the end.
fn learn(round: Round, seed: u64) -> Vec<Worth> {
    let schedule = Schedule { peak: LR, last: LR / 30.0, warm_up: 0, steps: ROUNDS };
    let mut learner = Learner::new(seed);
    let mut course = vec![learner.policy.worth()];
    for step in 0..ROUNDS {
        round(&mut learner, schedule.lr(step));
        course.push(learner.policy.worth());
    }
    course
}

/// The mean over the runs, and the standard deviation of one run.
fn spread(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let numbers: Vec<f64> = numbers.collect();
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let square = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, square.sqrt())
}

fn main() -> std::io::Result<()> {
    let best = optimum(BETA).worth();
    let objective = |worth: &Worth| worth.reward - BETA * worth.kl; // J
    let missing = |worth: &Worth| objective(&best) - objective(worth);
    println!(
        "the best policy for β = {BETA}: reward {:.3}, gold {:.3}",
        best.reward, best.gold
    );
    println!("\n            9/10 of J after      reward at the end   gold at the end");
    let (mut answers, mut noise) = (Vec::new(), Vec::new());
    let [mut rewards, mut gaps] = ["reward E[R]", "missing of J"]
        .map(|y| Plot::new().x("answers").y(y).log_x().height(180.0));
    for (i, (name, round)) in METHODS.into_iter().enumerate() {
        let runs: Vec<Vec<Worth>> = (0..SEEDS).map(|seed| learn(round, seed)).collect();
        let at = |step: usize, number: &dyn Fn(&Worth) -> f64| {
            spread(runs.iter().map(|run| number(&run[step])))
        };
        let near = |&step: &usize| at(step, &missing).0 < 0.1 * objective(&best);
        let fast = BATCH * (0..=ROUNDS).find(near).expect("it gets there");
        let (reward, gold) = (at(ROUNDS, &|w| w.reward), at(ROUNDS, &|w| w.gold));
        println!(
            "{name:10}  {fast:7} answers   {:12.3} ± {:.3}   {:7.3} ± {:.3}",
            reward.0, reward.1, gold.0, gold.1
        );
        let within = |(mean, noise): (f64, f64), best: f64| {
            let error = noise / (SEEDS as f64).sqrt();
            (mean - best).abs() < (3.0 * error).max(0.005)
        };
        assert!(within(reward, best.reward) && within(gold, best.gold), "{name} is there");
        answers.push(fast);
        noise.push(reward.1);

        let mut steps: Vec<usize> =
            (0..80).map(|i| (ROUNDS as f64).powf(f64::from(i) / 79.0) as usize).collect();
        steps.dedup();
        let course = |f: &dyn Fn(&Worth) -> f64| -> Vec<(f64, f64)> {
            steps.iter().map(|&step| ((step * BATCH) as f64, at(step, f).0)).collect()
        };
        rewards = rewards.line(name, Colour::nth(i), course(&|worth| worth.reward));
        gaps = gaps.line("", Colour::nth(i), course(&|worth| missing(worth).max(1e-6)));
    }
    let [reinforce, ppo, grpo, dpo] = answers[..] else { panic!("four methods") };
    assert!(2 * ppo < reinforce && 2 * grpo < reinforce && reinforce < dpo, "who is fast");
    assert!(noise[0] < 0.005 && noise[2] > 0.01 && noise[3] > 0.02, "who is noisy");

    let ends = [BATCH, ROUNDS * BATCH].map(|answers| (answers as f64, best.reward));
    let seen = "Above, four curves rise to one dashed line, first PPO and GRPO, then \
        REINFORCE, then DPO. Below, what is missing falls, REINFORCE's to next to nothing, \
        DPO's to about a hundredth.";
    Figure::new("methods-and-the-optimum", seen)
        .panel(rewards.theory("exact optimum", ends))
        .panel(gaps.log_y().y_range(1e-6, 1.0))
        .save()?;
    Ok(())
}
