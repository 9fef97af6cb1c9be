//! The policy gradient against central differences of the exact E[R], on a world with so
//! few answers that all of them can be listed; the gradient of the learnt reward too. In
//! `f64`, every parameter.

use decoder::{Config, Gpt};
use fine_tuning::{
    Adapters, BradleyTerry, Comparison, LowRank, Pair, dpo, grpo,
    log_probabilities_of_answers, naive, policy_gradient, ppo, supervised,
    weighted_answers,
};
use foundations::{Params, check_gradient, check_layer, check_params, normal};
use ndarray::{Array1, Array3};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{loss_and_gradient, mean_loss};

const STOP: usize = 2;
const CAP: usize = 3;
const PROMPT: [usize; 2] = [1, 0];

/// A model of three tokens: its parameters large, so that no gradient hides behind another.
/// A ReLU's corner, and a normalisation of four numbers that happen to be alike, would
/// spoil the differences: hence GELU and the large ε.
fn tiny(seed: u64) -> Gpt<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    let config = Config::article(3, 5, 1, 2, 4);
    let config =
        Config { activation: feed_forward::Activation::Gelu, epsilon: 0.1, ..config };
    let mut model = Gpt::new(config, &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let drawn: Array3<f64> = foundations::normal((1, 1, tensor.len()), 0.3, &mut rng);
        tensor.iter_mut().zip(drawn).for_each(|(x, nudge)| *x += nudge);
    }
    model
}

/// All 15 answers, and a reward for each that no rule explains.
fn answers_and_rewards() -> (Vec<Pair>, Vec<f64>) {
    let answers = naive::every_answer(3, STOP, CAP);
    let rewards = (0..answers.len()).map(|i| (1.7 * i as f64).sin() + 0.5).collect();
    (
        answers
            .into_iter()
            .map(|answer| Pair { prompt: PROMPT.to_vec(), answer })
            .collect(),
        rewards,
    )
}

/// `Σ_x π(x)·A(x)·∇ log π(x)` by the batch of every answer: what REINFORCE estimates from a
/// few.
fn expected_gradient(
    model: &Gpt<f64>,
    pairs: &[Pair],
    advantage: impl Fn(usize, f64) -> f64,
) -> Gpt<f64> {
    let log_p = log_probabilities_of_answers(model, pairs);
    let n = pairs.len() as f64; // the batch is a mean over its answers; here each counts as often as it is said
    let weights: Vec<f64> = log_p
        .iter()
        .enumerate()
        .map(|(i, &log_p)| n * log_p.exp() * advantage(i, log_p))
        .collect();
    let (_, mut gradient) = loss_and_gradient(model, &policy_gradient(pairs, &weights));
    gradient.scale(-1.0); // the loss is −J
    gradient
}

/// `E[R] − β·KL(π ‖ reference)` by the loops.
fn objective(
    model: &Gpt<f64>,
    reference: &Gpt<f64>,
    pairs: &[Pair],
    rewards: &[f64],
    beta: f64,
) -> f64 {
    let answers: Vec<Vec<usize>> = pairs.iter().map(|pair| pair.answer.clone()).collect();
    let reward = |answer: &[usize]| {
        rewards[answers.iter().position(|other| other == answer).expect("listed")]
    };
    let expected = naive::expected_reward(model, &PROMPT, &answers, reward);
    expected - beta * naive::kl(model, reference, &PROMPT, &answers)
}

#[test]
fn the_expected_policy_gradient_is_the_gradient_of_the_expected_reward() {
    let (model, (pairs, rewards)) = (tiny(1), answers_and_rewards());
    for baseline in [0.0, 0.7, -3.0] {
        let gradient = expected_gradient(&model, &pairs, |i, _| rewards[i] - baseline);
        let check = check_params(&model, &gradient, |model| {
            objective(model, &tiny(2), &pairs, &rewards, 0.0)
        });
        assert_eq!(check.checked, model.parameter_count(), "every parameter");
        check.assert_below(1e-8);
    }
}

#[test]
fn the_kl_penalty_enters_through_the_advantage() {
    let (model, reference, (pairs, rewards)) = (tiny(1), tiny(2), answers_and_rewards());
    let log_reference = log_probabilities_of_answers(&reference, &pairs);
    for beta in [0.3, 2.0] {
        let value = |i: usize, log_p: f64| rewards[i] - beta * (log_p - log_reference[i]);
        let gradient = expected_gradient(&model, &pairs, value);
        check_params(&model, &gradient, |model| {
            objective(model, &reference, &pairs, &rewards, beta)
        })
        .assert_below(1e-8);
    }
}

#[test]
fn of_every_parameter_through_the_loss_on_the_answer() {
    let mut rng = StdRng::seed_from_u64(3);
    let model = tiny(4);
    let pairs: Vec<Pair> = (1..4)
        .map(|n| Pair {
            prompt: (0..n.min(2)).map(|_| rng.random_range(0..3)).collect(),
            answer: (0..n).map(|_| rng.random_range(0..3)).collect(),
        })
        .collect();
    let batch = supervised(&pairs, 99);
    let (_, gradient) = loss_and_gradient(&model, &batch);
    check_params(&model, &gradient, |model| mean_loss(model, &batch)).assert_below(1e-8);
}

#[test]
fn of_every_worth_of_a_learnt_reward() {
    let texts =
        ["kind and calm", "rude", "kind and kind", "calm", "dull and kind and rude"];
    let pairs: Vec<Comparison> = (0..10)
        .map(|i| Comparison {
            better: texts[i % 5].to_owned(),
            worse: texts[(i * i + 1) % 5].to_owned(),
        })
        .collect();
    let reward = BradleyTerry::new(&pairs, 0.1);
    let differences = reward.differences(&pairs);
    let worth = Array1::from_shape_fn(reward.words.len(), |i| (2.3 * i as f64).cos());
    let with = |worth: &Array1<f64>| {
        BradleyTerry { worth: worth.clone(), ..reward.clone() }.loss(&differences)
    };
    check_gradient("worth", &worth, &with(&worth).1, |worth| with(worth).0)
        .assert_below(1e-8);
}

/// Moves on both sides of 1 ± 0.2, none near a corner; advantages of both signs.
const MOVES: [f64; 8] = [-0.9, -0.3, -0.1, 0.0, 0.1, 0.3, 0.9, 0.25];
const ADVANTAGES: [f64; 8] = [1.5, -0.7, 2.0, -1.0, -0.4, 0.8, -2.0, 1.1];

#[test]
fn of_ppos_loss_with_respect_to_every_log_probability() {
    let moves = Array1::from(MOVES.to_vec());
    for sign in [1.0, -1.0] {
        let advantages = ADVANTAGES.map(|advantage| sign * advantage);
        let loss = |moves: &Array1<f64>| ppo(&moves.to_vec(), &advantages, 0.2);
        let dlog_p = Array1::from(loss(&moves).1);
        assert!(dlog_p.iter().any(|&d| d == 0.0) && dlog_p.iter().any(|&d| d != 0.0));
        check_gradient("log π", &moves, &dlog_p, |moves| loss(moves).0).assert_below(1e-8);
    }
}

#[test]
fn of_grpos_loss_with_respect_to_every_log_probability() {
    let moves = Array1::from(MOVES.to_vec());
    let loss = |moves: &Array1<f64>| grpo(&moves.to_vec(), &ADVANTAGES, 4, 0.2);
    let dlog_p = Array1::from(loss(&moves).1);
    check_gradient("log π", &moves, &dlog_p, |moves| loss(moves).0).assert_below(1e-8);
}

#[test]
fn of_dpos_loss_with_respect_to_every_log_probability() {
    let log_ratios = Array1::from([&MOVES[..], &ADVANTAGES].concat());
    for beta in [0.3, 2.0] {
        let loss = |x: &Array1<f64>| dpo(x.to_vec().as_chunks().0, beta);
        let dlog_p = Array1::from(loss(&log_ratios).1.as_flattened().to_vec());
        check_gradient("log π/π_SFT", &log_ratios, &dlog_p, |x| loss(x).0)
            .assert_below(1e-8);
    }
}

/// From log π on it is chapter 7's backward, whatever the loss.
#[test]
fn of_every_parameter_through_any_loss_of_log_probabilities() {
    let (model, old, (pairs, rewards)) = (tiny(1), tiny(2), answers_and_rewards());
    let pairs = &pairs[..14]; // seven comparisons
    let log_old = log_probabilities_of_answers(&old, pairs);
    let log_ratios = |model: &Gpt<f64>| -> Vec<f64> {
        let log_p = log_probabilities_of_answers(model, pairs);
        log_p.iter().zip(&log_old).map(|(p, old)| p - old).collect()
    };
    let by_dpo = |x: &[f64]| {
        let (loss, dlog_p) = dpo(x.as_chunks().0, 0.7);
        (loss, dlog_p.as_flattened().to_vec())
    };
    let by_ppo = |x: &[f64]| ppo(x, &rewards[..14], 0.2);
    let by_grpo = |x: &[f64]| grpo(x, &rewards[..14], 7, 0.2);
    type Loss<'a> = &'a dyn Fn(&[f64]) -> (f64, Vec<f64>);
    for loss in [&by_dpo as Loss, &by_ppo, &by_grpo] {
        let (_, dlog_p) = loss(&log_ratios(&model));
        let (_, gradient) = loss_and_gradient(&model, &weighted_answers(pairs, &dlog_p));
        check_params(&model, &gradient, |model| loss(&log_ratios(model)).0)
            .assert_below(1e-8);
    }
}

#[test]
fn of_every_number_of_a_change_of_low_rank() {
    let mut rng = StdRng::seed_from_u64(5);
    for (c_in, c_out, rank) in [(1, 1, 1), (5, 3, 2), (2, 6, 4)] {
        let (a, b) =
            (normal((c_in, rank), 1.0, &mut rng), normal((rank, c_out), 1.0, &mut rng));
        let x: Array3<f64> = normal((2, 3, c_in), 1.0, &mut rng);
        check_layer(&LowRank { a, b }, &x, &mut rng).assert_below(1e-8);
    }
}

/// What the merged model's gradient says of the adapters is their own gradient.
#[test]
fn of_every_number_of_a_models_adapters() {
    let mut rng = StdRng::seed_from_u64(6);
    let (model, (pairs, _)) = (tiny(1), answers_and_rewards());
    let batch = supervised(&pairs, 99);
    let mut adapters = Adapters::new(&model, |name| name.ends_with(".qkv.w"), 2, &mut rng);
    for (_, mut tensor) in adapters.tensors_mut() {
        let drawn: Array3<f64> = normal((1, 1, tensor.len()), 0.3, &mut rng);
        tensor.iter_mut().zip(drawn).for_each(|(x, nudge)| *x += nudge);
    }
    let (_, gradient) = loss_and_gradient(&adapters.merge(&model), &batch);
    let check = check_params(&adapters, &adapters.of_merged(&gradient), |adapters| {
        mean_loss(&adapters.merge(&model), &batch)
    });
    assert_eq!(check.checked, 2 * (4 + 12), "A and B of one block");
    check.assert_below(1e-8);
}
