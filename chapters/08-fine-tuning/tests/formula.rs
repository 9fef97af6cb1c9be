//! The fast versions are the loops of `naive`, for any size.

use decoder::{Config, Gpt, Sampling};
use fine_tuning::{
    LowRank, Pair, Stopping, dpo, group_advantages, grpo, leave_one_out,
    log_probabilities_of_answers, naive, policy_gradient, ppo, sample_answers,
};
use foundations::{Layer, Linear, normal};
use ndarray::Array3;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::mean_loss;

fn assert_close(name: &str, fast: f64, slow: f64) {
    let error = (fast - slow).abs() / slow.abs().max(1.0);
    assert!(error < 1e-12, "{name} is {fast}, expected {slow}");
}

/// Prompts and answers of all lengths, side by side.
fn draw_pairs(count: usize, vocab: usize, rng: &mut StdRng) -> Vec<Pair> {
    let mut tokens = |longest| -> Vec<usize> {
        (0..rng.random_range(1..longest)).map(|_| rng.random_range(0..vocab)).collect()
    };
    (0..count).map(|_| Pair { prompt: tokens(6), answer: tokens(8) }).collect()
}

fn draw_change(c_in: usize, c_out: usize, rank: usize, rng: &mut StdRng) -> LowRank<f64> {
    LowRank { a: normal((c_in, rank), 1.0, rng), b: normal((rank, c_out), 1.0, rng) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn log_probabilities_of_answers_are_their_loops(
        pairs in 1_usize..70, layers in 1_usize..3, vocab in 2_usize..7, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model: Gpt<f64> = Gpt::new(Config::article(vocab, 12, layers, 2, 4), &mut rng);
        let pairs = draw_pairs(pairs, vocab, &mut rng);
        for (fast, pair) in log_probabilities_of_answers(&model, &pairs).into_iter().zip(&pairs) {
            assert_close("log π", fast, naive::log_probability(&model, &pair.prompt, &pair.answer));
        }
    }

    #[test]
    fn a_sampled_answer_knows_its_log_probability(prompts in 1_usize..70, cap in 1_usize..7, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model: Gpt<f64> = Gpt::new(Config::article(4, 12, 1, 2, 4), &mut rng);
        let prompts: Vec<Vec<usize>> = (0..prompts).map(|i| vec![i % 4; 1 + i % 5]).collect();
        let answers = sample_answers(&model, &prompts, Stopping { token: 3, cap }, &Sampling::PLAIN, &mut rng);
        for (prompt, answer) in prompts.iter().zip(&answers) {
            assert_close("log π", answer.log_p, naive::log_probability(&model, prompt, &answer.tokens));
        }
    }

    #[test]
    fn the_loss_of_the_policy_gradient_is_its_loops(pairs in 1_usize..20, vocab in 2_usize..7, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let model: Gpt<f64> = Gpt::new(Config::article(vocab, 12, 1, 2, 4), &mut rng);
        let pairs = draw_pairs(pairs, vocab, &mut rng);
        let advantages: Vec<f64> = pairs.iter().map(|_| rng.random_range(-2.0..2.0)).collect();
        let fast = mean_loss(&model, &policy_gradient(&pairs, &advantages));
        assert_close("the loss", fast, naive::policy_loss(&model, &pairs, &advantages));
    }

    #[test]
    fn leaving_one_out_is_its_loops(groups in 1_usize..5, each in 2_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let rewards: Vec<f64> = (0..groups * each).map(|_| rng.random_range(-5.0..5.0)).collect();
        let slow = rewards.chunks(each).flat_map(naive::leave_one_out);
        for (fast, slow) in leave_one_out(&rewards, each).into_iter().zip(slow) {
            assert_close("an advantage", fast, slow);
        }
    }

    #[test]
    fn ppo_is_its_loops(n in 1_usize..20, epsilon in 0.05_f64..0.5, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut draw = |far: f64| -> Vec<f64> { (0..n).map(|_| rng.random_range(-far..far)).collect() };
        let (old, moves, advantages) = (draw(5.0), draw(0.8), draw(3.0));
        let new: Vec<f64> = old.iter().zip(&moves).map(|(old, moved)| old + moved).collect();
        assert_close("the loss", ppo(&moves, &advantages, epsilon).0, naive::ppo(&new, &old, &advantages, epsilon));
    }

    #[test]
    fn grpo_is_its_loops(groups in 1_usize..5, each in 2_usize..9, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut draw = |far: f64| -> Vec<f64> { (0..groups * each).map(|_| rng.random_range(-far..far)).collect() };
        let (old, moves, rewards) = (draw(5.0), draw(0.8), draw(5.0));
        let new: Vec<f64> = old.iter().zip(&moves).map(|(old, moved)| old + moved).collect();
        let advantages: Vec<f64> = rewards.chunks(each).flat_map(naive::group_advantages).collect();
        for (fast, slow) in group_advantages(&rewards, each).into_iter().zip(&advantages) {
            assert_close("an advantage", fast, *slow);
        }
        assert_close("the loss", grpo(&moves, &rewards, each, 0.2).0, naive::ppo(&new, &old, &advantages, 0.2));
    }

    #[test]
    fn a_weight_and_its_change_are_their_loops(
        tokens in 1_usize..5, c_in in 1_usize..7, c_out in 1_usize..7, rank in 1_usize..4, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let linear: Linear<f64> = Linear::new(c_in, c_out, 1.0, &mut rng);
        let change = draw_change(c_in, c_out, rank, &mut rng);
        let x: Array3<f64> = normal((1, tokens, c_in), 1.0, &mut rng);
        let y = linear.forward(&x).0 + change.forward(&x).0;
        for (x, y) in x.rows().into_iter().zip(y.rows()) {
            let slow = naive::low_rank(&x.to_vec(), &linear.w, &change.a, &change.b);
            y.iter().zip(slow).for_each(|(&fast, slow)| assert_close("y", fast, slow));
        }
    }

    #[test]
    fn dpo_is_its_loops(n in 1_usize..20, beta in 0.05_f64..3.0, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut draw = || -> Vec<[f64; 2]> { (0..n).map(|_| [(); 2].map(|()| rng.random_range(-6.0..0.0))).collect() };
        let (log_p, log_sft) = (draw(), draw());
        let log_ratios: Vec<[f64; 2]> =
            log_p.iter().zip(&log_sft).map(|(p, sft)| [p[0] - sft[0], p[1] - sft[1]]).collect();
        assert_close("the loss", dpo(&log_ratios, beta).0, naive::dpo(&log_p, &log_sft, beta));
    }
}

/// 1 + V + … answers that stop, and those that are cut; their probabilities sum to 1.
#[test]
fn every_answer_is_there_once() {
    let mut answers = naive::every_answer(3, 2, 4);
    assert_eq!(answers.len(), 1 + 2 + 4 + 8 + 16);
    answers.sort();
    answers.dedup();
    assert_eq!(answers.len(), 31, "no answer twice");
    let model: Gpt<f64> =
        Gpt::new(Config::article(3, 6, 1, 1, 4), &mut StdRng::seed_from_u64(1));
    assert_close("Σ π", naive::expected_reward(&model, &[0, 1], &answers, |_| 1.0), 1.0);
}
