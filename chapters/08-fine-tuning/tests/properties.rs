//! The laws of answers, rewards and advantages, each under the name that the book gives it.

use decoder::{Config, Gpt};
use fine_tuning::{
    Adapters, BradleyTerry, Comparison, GoldReward, LowRank, MoodReward, Pair,
};
use fine_tuning::{
    Reward, clipped, dpo, group_advantages, leave_one_out, log_probabilities_of_answers,
    policy_gradient, supervised,
};
use foundations::{Layer, Linear, Params, normal};
use hollow_wood::{Asks, Question, moods};
use ndarray::{Array2, Array3, array, s};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{cross_entropy, mean_loss};

fn any_question() -> impl Strategy<Value = Question> {
    (any::<bool>(), 0..6_usize, 0..8_usize).prop_map(|(who, adjective, animal)| {
        let asks = if who { Asks::Who } else { Asks::Where };
        Question { asks, adjective, animal }
    })
}

/// Pairs of all lengths.
fn draw_pairs(count: usize, rng: &mut StdRng) -> Vec<Pair> {
    let tokens = |n: usize, rng: &mut StdRng| -> Vec<usize> {
        (0..n).map(|_| rng.random_range(0..6)).collect()
    };
    let mut draw = |_| {
        let (prompt, answer) = (rng.random_range(1..5), rng.random_range(1..6));
        Pair { prompt: tokens(prompt, rng), answer: tokens(answer, rng) }
    };
    (0..count).map(&mut draw).collect()
}

proptest! {
    #[test]
    fn gold_is_what_the_rules_say(question in any_question(), seed: u64) {
        let answer = question.answer(&mut StdRng::seed_from_u64(seed));
        let told = question.moods_in(&answer).unwrap_or_default();
        let good = question.asks == Asks::Who
            && told.len() <= 2
            && moods(&answer).iter().all(|&goodness| goodness == 1)
            && (told.len() < 2 || told[0] != told[1]);
        prop_assert_eq!(GoldReward.of(&question.prompt(), &answer), f64::from(u8::from(good)), "{}", answer);
        if good {
            prop_assert_eq!(MoodReward.of(&question.prompt(), &answer), told.len() as f64);
            prop_assert_eq!(GoldReward.of(&question.prompt(), answer.trim_end_matches('~')), 0.0); // it has not stopped
        }
    }

    #[test]
    fn questions_and_padding_have_no_gradient(count in 1_usize..6, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let pairs = draw_pairs(count, &mut rng);
        let advantages: Vec<f64> = (0..count).map(|i| 1.0 - 0.7 * i as f64).collect();
        for batch in [supervised::<f64>(&pairs, 99), policy_gradient(&pairs, &advantages)] {
            let (rows, tokens) = batch.inputs.dim();
            let logits: Array3<f64> = foundations::normal((rows, tokens, 6), 2.0, &mut rng);
            let (_, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
            for (b, pair) in pairs.iter().enumerate() {
                let begin = pair.prompt.len() - 1; // the last token of the prompt foretells the first of the answer
                let end = begin + pair.answer.len();
                for t in 0..tokens {
                    let moved = dlogits.slice(s![b, t, ..]).iter().any(|&d| d != 0.0);
                    prop_assert_eq!(moved, (begin..end).contains(&t), "row {} token {}", b, t);
                }
            }
        }
    }

    #[test]
    fn padding_changes_nothing(count in 1_usize..6, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let pairs = draw_pairs(count, &mut rng);
        let model: Gpt<f64> = Gpt::new(Config::article(6, 30, 1, 2, 4), &mut rng);
        let long = Pair { prompt: vec![1; 10], answer: vec![2; 20] };
        let beside: Vec<Pair> = pairs.iter().cloned().chain([long]).collect();
        for (alone, padded) in log_probabilities_of_answers(&model, &pairs).into_iter().zip(log_probabilities_of_answers(&model, &beside)) {
            prop_assert!((alone - padded).abs() < 1e-12);
        }
    }

    #[test]
    fn the_supervised_loss_is_the_mean_surprise_of_the_answers(count in 1_usize..6, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let pairs = draw_pairs(count, &mut rng);
        let model: Gpt<f64> = Gpt::new(Config::article(6, 12, 1, 2, 4), &mut rng);
        let tokens: usize = pairs.iter().map(|pair| pair.answer.len()).sum();
        let surprise = -log_probabilities_of_answers(&model, &pairs).iter().sum::<f64>() / tokens as f64;
        prop_assert!((mean_loss(&model, &supervised(&pairs, 99)) - surprise).abs() < 1e-12);
    }

    #[test]
    fn advantages_of_a_group_sum_to_zero_and_do_not_care_for_a_shift(
        groups in 1_usize..4, each in 2_usize..8, shift in -100.0_f64..100.0, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let rewards: Vec<f64> = (0..groups * each).map(|_| rng.random_range(-3.0..3.0)).collect();
        let advantages = leave_one_out(&rewards, each);
        for group in advantages.chunks(each) {
            prop_assert!(group.iter().sum::<f64>().abs() < 1e-12);
        }
        let shifted: Vec<f64> = rewards.iter().map(|reward| reward + shift).collect();
        for (one, other) in advantages.iter().zip(leave_one_out(&shifted, each)) {
            prop_assert!((one - other).abs() < 1e-11);
        }
    }

    #[test]
    fn what_is_subtracted_from_a_reward_does_not_depend_on_it(each in 2_usize..8, new in -9.0_f64..9.0, seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut rewards: Vec<f64> = (0..each).map(|_| rng.random_range(-3.0..3.0)).collect();
        let i = rng.random_range(0..each);
        let before = rewards[i] - leave_one_out(&rewards, each)[i];
        rewards[i] = new;
        prop_assert!((rewards[i] - leave_one_out(&rewards, each)[i] - before).abs() < 1e-12);
    }

    /// What is maximised is never more than without the clip, and a gain beyond the band
    /// alone has no slope.
    #[test]
    fn the_clip_takes_a_gain_and_never_the_way_back(
        ratio in 0.0_f64..3.0, advantage in -3.0_f64..3.0, epsilon in 0.01_f64..0.9,
    ) {
        let (worth, slope) = clipped(ratio, advantage, epsilon);
        let gained = advantage > 0.0 && ratio > 1.0 + epsilon || advantage < 0.0 && ratio < 1.0 - epsilon;
        prop_assert!(worth <= ratio * advantage);
        prop_assert_eq!(slope, if gained { 0.0 } else { advantage });
    }

    #[test]
    fn advantages_on_a_curve_have_the_mean_0_and_the_spread_1_on_any_scale(
        groups in 1_usize..4, each in 2_usize..8, shift in -100.0_f64..100.0, scale in 0.01_f64..100.0, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let rewards: Vec<f64> = (0..groups * each).map(|_| rng.random_range(-3.0..3.0)).collect();
        let advantages = group_advantages(&rewards, each);
        for group in advantages.chunks(each) {
            let square = group.iter().map(|a| a * a).sum::<f64>() / each as f64;
            prop_assert!(group.iter().sum::<f64>().abs() < 1e-9 && (square - 1.0).abs() < 1e-9);
        }
        let other: Vec<f64> = rewards.iter().map(|reward| shift + scale * reward).collect();
        for (one, other) in advantages.iter().zip(group_advantages(&other, each)) {
            prop_assert!((one - other).abs() < 1e-6);
        }
    }

    #[test]
    fn merged_or_beside_it_a_change_of_low_rank_is_the_same(
        c_in in 1_usize..7, c_out in 1_usize..7, rank in 1_usize..4, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let linear: Linear<f64> = Linear::new(c_in, c_out, 1.0, &mut rng);
        let change = LowRank { a: normal((c_in, rank), 1.0, &mut rng), b: normal((rank, c_out), 1.0, &mut rng) };
        let x: Array3<f64> = normal((2, 3, c_in), 1.0, &mut rng);
        let merged = Linear { w: change.merge(&linear.w), b: linear.b.clone() };
        let beside = linear.forward(&x).0 + change.forward(&x).0;
        prop_assert!((merged.forward(&x).0 - beside).iter().all(|off| off.abs() < 1e-12));
    }

    /// Whatever makes both answers of a pair likelier alike changes nothing.
    #[test]
    fn preferences_see_only_the_difference(
        better in -9.0_f64..9.0, worse in -9.0_f64..9.0, shift in -9.0_f64..9.0, beta in 0.05_f64..3.0,
    ) {
        let (one, dlog_p) = dpo(&[[better, worse]], beta);
        let (other, _) = dpo(&[[better + shift, worse + shift]], beta);
        prop_assert!((one - other).abs() < 1e-12);
        prop_assert!(dlog_p[0][0] < 0.0, "the better one is pulled up");
        prop_assert_eq!(dlog_p[0][0] + dlog_p[0][1], 0.0, "by as much as the other is pushed down");
    }

    /// If people choose as Bradley and Terry say, by any reward, the mean gradient of all
    /// comparisons is 0 at the best policy for that reward.
    #[test]
    fn the_best_policy_for_a_reward_is_where_its_preferences_pull_no_more(
        answers in 2_usize..6, beta in 0.1_f64..3.0, seed: u64,
    ) {
        let mut rng = StdRng::seed_from_u64(seed);
        let rewards: Vec<f64> = (0..answers).map(|_| rng.random_range(-2.0..2.0)).collect();
        let log_ratios: Vec<f64> = rewards.iter().map(|reward| reward / beta - 0.3).collect(); // − log Z
        for a in 0..answers {
            for b in 0..a {
                let p = 1.0 / (1.0 + (rewards[b] - rewards[a]).exp()); // a is liked better
                let pull = |x: usize, y: usize| dpo(&[[log_ratios[x], log_ratios[y]]], beta).1[0];
                let mean = p * pull(a, b)[0] + (1.0 - p) * pull(b, a)[1]; // on log π(a)
                prop_assert!(mean.abs() < 1e-12);
            }
        }
    }
}

#[test]
fn an_adapter_at_its_start_changes_nothing() {
    let mut rng = StdRng::seed_from_u64(1);
    let model: Gpt<f64> = Gpt::new(Config::article(6, 12, 2, 2, 8), &mut rng);
    let adapters = Adapters::new(&model, |name| name.ends_with(".qkv.w"), 2, &mut rng);
    assert_eq!(adapters.names, ["blocks.0.attention.qkv.w", "blocks.1.attention.qkv.w"]);
    assert_eq!(adapters.parameter_count(), 2 * 2 * (8 + 24));
    assert_eq!(adapters.merge(&model), model);
}

#[test]
fn equal_values_have_no_advantage_on_a_curve() {
    for value in [0.1, -7.3, 1e6] {
        let advantages = group_advantages(&[value; 3], 3);
        assert!(advantages.iter().all(|a| a.abs() < 1e-3), "{advantages:?}");
    }
}

#[test]
fn a_pair_longer_than_the_context_is_cut() {
    let pair = Pair { prompt: vec![1, 2], answer: vec![3, 4, 5] };
    let batch = supervised::<f64>(&[pair], 3);
    assert_eq!((batch.inputs, batch.targets), (array![[1, 2, 3]], array![[2, 3, 4]]));
    assert_eq!(batch.weights, array![[0.0, 0.5, 0.5]]);
}

#[test]
fn a_judge_without_noise_never_errs_and_with_noise_does_as_often_as_told() {
    let judge = |_: &str, text: &str| text.len() as f64 - 10.0; // below 0 for both
    let mut rng = StdRng::seed_from_u64(1);
    for answers in [["long", "longer"], ["longer", "long"]] {
        let mut errors = |noise: f64, n: usize| {
            let mut ask =
                || Comparison::ask(&judge, "", answers.map(str::to_owned), noise, &mut rng);
            (0..n).filter(|_| ask().better == "long").count()
        };
        assert_eq!(errors(0.0, 100), 0);
        assert!(errors(0.2, 10_000).abs_diff(2000) < 5 * 40, "five standard deviations"); // √(10 000·0.2·0.8) = 40
    }
}

#[test]
fn between_equals_a_coin_is_tossed() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut ask = || {
        Comparison::ask(
            &|_: &str, _: &str| 1.0,
            "",
            ["a", "b"].map(str::to_owned),
            0.0,
            &mut rng,
        )
    };
    let first = (0..10_000).filter(|_| ask().better == "a").count();
    assert!(first.abs_diff(5000) < 5 * 50, "five standard deviations"); // √(10 000·0.5·0.5) = 50
}

#[test]
fn a_comparison_counts_the_words_of_the_better_answer_less_those_of_the_worse() {
    let pair =
        Comparison { better: "kind, kind fox".to_owned(), worse: "rude fox".to_owned() };
    let reward = BradleyTerry::learn(std::slice::from_ref(&pair), 0.0, 1);
    assert_eq!(reward.words, ["fox", "kind", "rude"]);
    assert_eq!(reward.differences(&[pair]), array![[0.0, 2.0, -1.0]]);
}

/// Of two answers the first of which is chosen k times in n, the learnt rewards differ by
/// the log of the odds.
#[test]
fn a_learnt_reward_is_the_log_of_the_odds() {
    let pair = |better: &str, worse: &str| Comparison {
        better: better.to_owned(),
        worse: worse.to_owned(),
    };
    let comparisons: Vec<_> = (0..10)
        .map(|i| if i < 8 { pair("kind", "rude") } else { pair("rude", "kind") })
        .collect();
    let reward = BradleyTerry::learn(&comparisons, 0.0, 400);
    let lead = reward.of("", "kind") - reward.of("", "rude");
    assert!((lead - 4_f64.ln()).abs() < 1e-3, "{lead}");
}

#[test]
fn the_loss_of_a_learnt_reward_is_finite_for_any_lead() {
    let reward =
        BradleyTerry { words: vec!["kind".to_owned()], worth: array![1000.0], decay: 0.0 };
    let (sure, _) = reward.loss(&Array2::ones((1, 1)));
    let (wrong, gradient) = reward.loss(&-Array2::ones((1, 1)));
    assert_eq!((sure, wrong, gradient[0]), (0.0, 1000.0, 1.0));
}

#[test]
#[should_panic(expected = "groups of 1: an answer is compared with the others")]
fn an_answer_alone_has_no_advantage() {
    leave_one_out(&[1.0], 1);
}

#[test]
#[should_panic(expected = "an empty prompt")]
fn an_empty_prompt_is_refused() {
    supervised::<f64>(&[Pair { prompt: Vec::new(), answer: vec![1, 2] }], 9);
}
