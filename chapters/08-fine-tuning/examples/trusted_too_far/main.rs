//! The whole of RLHF on a Transformer: comparisons, a reward learnt from them, a policy
//! that learns from the reward; at a price of distance, and at a tenth of it.

#[path = "../completer_to_assistant/stages.rs"]
#[expect(dead_code, reason = "this model is smaller, and its size is told below")]
mod stages;

use std::cell::RefCell;

use decoder::{Config, Gpt, Sampling};
use figures::{Colour, Figure, Plot};
use fine_tuning::{BradleyTerry, Comparison, GoldReward, Method, MoodReward};
use fine_tuning::{Reinforce, Reward, sample_answers};
use hollow_wood::{ALPHABET, Asks, Question};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use stages::{Size, stopping, tokens, vocabulary};

const SEEDS: u64 = 3;
const PRICES: [f64; 2] = [1.0, 0.1]; // β
const BLOCK: usize = 5 * 64; // answers in a measurement: those of five rounds

fn size() -> Size {
    let (layers, channels, pretrain, finetune, reinforce) =
        if figures::quick() { (1, 16, 10, 5, 10) } else { (2, 64, 600, 300, 25) };
    let model = Config::article(ALPHABET.len(), 96, layers, 4, channels);
    Size { model, pretrain, finetune, reinforce }
}

// ANCHOR: learn_reward
/// A reward learnt from comparisons of two answers of the model. The judge likes nice
/// words, and chooses with the probability of Bradley and Terry.
fn learn_reward(model: &Gpt<f32>, comparisons: usize, rng: &mut StdRng) -> BradleyTerry {
    let questions = Question::split(Asks::Who).0;
    let mut ask = || questions[rng.random_range(0..questions.len())].prompt();
    let prompts: Vec<String> = (0..comparisons).map(|_| ask()).collect();
    let twice: Vec<_> = prompts.iter().flat_map(|p| vec![tokens(p); 2]).collect();
    let answers = sample_answers(model, &twice, stopping(), &Sampling::PLAIN, rng);
    let text = |i: usize| vocabulary().decode(&answers[i].tokens);
    let mut compare = |i: usize| {
        let (one, two) = (text(2 * i), text(2 * i + 1));
        let first = Comparison::prefers_first(&MoodReward, &prompts[i], [&one, &two], rng);
        let (better, worse) = if first { (one, two) } else { (two, one) };
        Comparison { better, worse }
    };
    let comparisons: Vec<_> = (0..prompts.len()).map(&mut compare).collect();
    BradleyTerry::learn(&comparisons, 0.001, 300)
}
// ANCHOR_END: learn_reward

/// The learnt reward and the share of gold, block by block, while the policy learns from
/// the reward.
fn course(size: &Size, supervised: &Gpt<f32>, beta: f64, seed: u64) -> Vec<[f64; 2]> {
    let mut rng = StdRng::seed_from_u64(seed);
    let reward =
        learn_reward(supervised, if figures::quick() { 10 } else { 1000 }, &mut rng);
    let golds = RefCell::new(Vec::new());
    let watched = |prompt: &str, answer: &str| {
        golds.borrow_mut().push(GoldReward.of(prompt, answer));
        reward.of(prompt, answer)
    };
    let run = Reinforce {
        reference: supervised.clone(),
        vocabulary: vocabulary(),
        stopping: stopping(),
        beta,
        group_size: 8,
        method: Method::Reinforce,
    };
    let (mut policy, steps) = (supervised.clone(), size.reinforce);
    let rounds = stages::reinforce(&run, &watched, &mut policy, 6e-4, steps, &mut rng);
    let last = &rounds[steps - 1].answers[0];
    println!("β {beta}, at the end: {}", vocabulary().decode(&last.tokens));
    let rewards: Vec<f64> = rounds.iter().flat_map(|round| round.rewards.clone()).collect();
    let mean = |numbers: &[f64]| numbers.iter().sum::<f64>() / numbers.len() as f64;
    let golds = golds.into_inner();
    let blocks = rewards.chunks(BLOCK).zip(golds.chunks(BLOCK));
    blocks.map(|(rewards, golds)| [mean(rewards), mean(golds)]).collect()
}

/// The middle of a block, in rounds; the mean over the seeds, and the standard deviation.
fn spread(block: usize, numbers: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let numbers: Vec<f64> = numbers.collect();
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let square = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (5.0 * block as f64 + 2.0, mean, square.sqrt())
}

fn main() -> std::io::Result<()> {
    let (size, full) = (size(), !figures::quick());
    let supervised = stages::finetune(&size, stages::pretrain(&size), |_, _| ());
    let [mut rewards, mut golds] =
        ["learnt reward", "gold"].map(|y| Plot::new().x("round").y(y).height(170.0));
    let mut reached = Vec::new(); // (price, seed): of the first and of the last block
    for (i, beta) in PRICES.into_iter().enumerate() {
        let courses: Vec<_> =
            (0..SEEDS).map(|seed| course(&size, &supervised, beta, seed)).collect();
        for course in &courses {
            let (first, last) = (course[0], course[course.len() - 1]);
            println!(
                "  learnt reward {:5.2} → {:.2}   gold {:.2} → {:.2}",
                first[0], last[0], first[1], last[1]
            );
            reached.push((first, last));
        }
        let over_seeds = |k: usize| {
            let blocks = 0..courses[0].len();
            blocks.map(|b| spread(b, courses.iter().map(|course| course[b][k]))).collect()
        };
        let (reward, gold): (Vec<_>, Vec<_>) = (over_seeds(0), over_seeds(1));
        rewards = rewards.measured(&format!("β = {beta}"), Colour::nth(i), reward);
        golds = golds.measured("", Colour::nth(i), gold);
    }
    let (dear, cheap) = reached.split_at(SEEDS as usize);
    for ((first, last), (_, at_a_price)) in cheap.iter().zip(dear).filter(|_| full) {
        assert!(last[0] > first[0] + 1.0, "the learnt reward is optimised");
        assert!(last[1] < 0.75 * first[1], "and gold is lost");
        assert!(at_a_price[1] > 0.5, "at the price of 1 it is kept");
    }
    let left: f64 = cheap.iter().map(|(_, last)| last[1]).sum::<f64>() / SEEDS as f64;
    assert!(!full || left < 0.25, "on average most of it");
    let seen = "Above, the dots of the low price rise far above those of the high one. \
        Underneath, gold falls at the low price, on average to less than a quarter, and \
        stays high at the other.";
    Figure::new("trusted-too-far", seen)
        .panel(rewards)
        .panel(golds.y_range(-0.2, 1.0))
        .save()?;
    Ok(())
}
