//! The estimator and the loop: their mean, their noise, where they end, and that they can
//! be repeated.

use decoder::{Config, Gpt, Sampling, Vocabulary};
use fine_tuning::{Answer, Comparison, Method, Pair, Reinforce, Round, Stopping, dpo_step};
use fine_tuning::{
    leave_one_out, log_probabilities_of_answers, naive, policy_gradient, sample_answers,
};
use foundations::{Params, normal};
use ndarray::{Array1, Array3};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::{Schedule, Trainer, loss_and_gradient};

const STOPPING: Stopping = Stopping { token: 2, cap: 3 };
const PROMPT: [usize; 2] = [1, 0];

/// A model of three tokens, "a", "b" and the stop.
fn model(channels: usize, seed: u64) -> Gpt<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut model = Gpt::new(Config::article(3, 5, 1, 2, channels), &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let drawn: Array3<f64> = normal((1, 1, tensor.len()), 0.3, &mut rng);
        tensor.iter_mut().zip(drawn).for_each(|(x, nudge)| *x += nudge);
    }
    model
}

fn tiny(seed: u64) -> Gpt<f64> {
    model(4, seed)
}

/// A reward that no rule explains, from 1 to 3.
fn reward(_: &str, answer: &str) -> f64 {
    2.0 + answer
        .bytes()
        .enumerate()
        .map(|(i, byte)| f64::from(byte) * (i + 1) as f64)
        .sum::<f64>()
        .sin()
}

fn text(tokens: &[usize]) -> String {
    tokens.iter().map(|&token| ['a', 'b', '.'][token]).collect()
}

fn pair(answer: &[usize]) -> Pair {
    Pair { prompt: PROMPT.to_vec(), answer: answer.to_vec() }
}

fn flat(gradient: &Gpt<f64>) -> Array1<f64> {
    gradient
        .tensors()
        .iter()
        .flat_map(|(_, tensor)| tensor.iter().copied().collect::<Vec<_>>())
        .collect()
}

/// Of every answer there is: its probability, its reward, and `∇ log π` of it.
fn world(model: &Gpt<f64>) -> Vec<(f64, f64, Array1<f64>)> {
    let answers = naive::every_answer(3, STOPPING.token, STOPPING.cap);
    let of = |answer: Vec<usize>| {
        let (_, mut gradient) =
            loss_and_gradient(model, &policy_gradient(&[pair(&answer)], &[1.0]));
        gradient.scale(-1.0);
        let p = naive::log_probability(model, &PROMPT, &answer).exp();
        (p, reward("", &text(&answer)), flat(&gradient))
    };
    answers.into_iter().map(of).collect()
}

/// `∇E[R] = Σ π·R·∇ log π`
fn exact(world: &[(f64, f64, Array1<f64>)]) -> Array1<f64> {
    world
        .iter()
        .map(|(p, reward, gradient)| gradient * (p * reward))
        .reduce(|sum, x| sum + x)
        .expect("some answers")
}

/// The mean and the variance (summed over the parameters) of an estimate from three
/// answers, over all triples.
fn over_all_triples(
    world: &[(f64, f64, Array1<f64>)],
    advantages: impl Fn(&[f64]) -> Vec<f64>,
) -> (Array1<f64>, f64) {
    let mut mean = Array1::zeros(world[0].2.len());
    let mut square = 0.0;
    for i in world {
        for j in world {
            for k in world {
                let (p, advantages) = (i.0 * j.0 * k.0, advantages(&[i.1, j.1, k.1]));
                let estimate =
                    (&i.2 * advantages[0] + &j.2 * advantages[1] + &k.2 * advantages[2])
                        / 3.0;
                square += p * estimate.dot(&estimate);
                mean.scaled_add(p, &estimate);
            }
        }
    }
    let variance = square - mean.dot(&mean);
    (mean, variance)
}

#[test]
fn a_baseline_leaves_the_mean_and_lowers_the_variance() {
    let world = world(&tiny(1));
    let exact = exact(&world);
    let (plain, noise) = over_all_triples(&world, <[f64]>::to_vec);
    let (with_baseline, less_noise) =
        over_all_triples(&world, |rewards| leave_one_out(rewards, 3));
    for mean in [plain, with_baseline] {
        assert!(
            (mean - &exact).iter().all(|error| error.abs() < 1e-12),
            "the mean is ∇E[R]"
        );
    }
    assert!(less_noise < 0.4 * noise, "{less_noise} with the baseline, {noise} without");
}

/// A baseline that knows its own reward is none: with the mean of all, itself too, the
/// gradient shrinks by 1 − 1/K.
#[test]
fn a_baseline_that_looks_at_its_own_reward_bends_the_mean() {
    let world = world(&tiny(1));
    let mean_of_all = |rewards: &[f64]| -> Vec<f64> {
        rewards.iter().map(|reward| reward - rewards.iter().sum::<f64>() / 3.0).collect()
    };
    let (bent, _) = over_all_triples(&world, mean_of_all);
    assert!((bent - 2.0 / 3.0 * exact(&world)).iter().all(|error| error.abs() < 1e-12));
}

#[test]
fn the_mean_of_many_sampled_gradients_is_the_gradient() {
    const N: usize = 40_000;
    let model = tiny(1);
    let (world, mut rng) = (world(&model), StdRng::seed_from_u64(2));
    let exact = exact(&world);
    let prompts = vec![PROMPT.to_vec(); N];
    let answers = sample_answers(&model, &prompts, STOPPING, &Sampling::PLAIN, &mut rng);
    let rewards: Vec<f64> =
        answers.iter().map(|answer| reward("", &text(&answer.tokens))).collect();
    let pairs: Vec<Pair> = answers.iter().map(|answer| pair(&answer.tokens)).collect();
    let (_, gradient) =
        loss_and_gradient(&model, &policy_gradient(&pairs, &leave_one_out(&rewards, 4)));
    // One answer's part has a variance of at most Σ π·(R − E[R])²·(∇ log π)², and a third
    // more for its baseline of three; so this many standard errors are 5.
    let expected: f64 = world.iter().map(|(p, reward, _)| p * reward).sum();
    let part = |(p, reward, gradient): &(f64, f64, Array1<f64>)| {
        gradient.mapv(|g| p * (reward - expected).powi(2) * g * g)
    };
    let variance = world.iter().map(part).reduce(|sum, x| sum + x).expect("some answers");
    let mut strongest: f64 = 0.0;
    for ((estimate, exact), variance) in flat(&gradient).iter().zip(&exact).zip(&variance) {
        let error = (variance * 4.0 / 3.0 / N as f64).sqrt();
        strongest = strongest.max(exact.abs() / error.max(1e-12));
        assert!(
            (-estimate - exact).abs() < 5.0 * error + 1e-12,
            "{} instead of {exact}, ± {error}",
            -estimate
        );
    }
    assert!(strongest > 20.0, "the noise hides the gradient: {strongest}");
}

/// A policy in training, and what holds it near to the model that it began as.
fn reinforce(beta: f64, reference: Gpt<f64>) -> (Trainer<Gpt<f64>>, Reinforce<Gpt<f64>>) {
    let mut trainer = Trainer::new(reference.clone(), Schedule::constant(1e-2));
    trainer.optimizer.decay = 0.0;
    let vocabulary = Vocabulary::new(vec!['a', 'b', '.']);
    let (stopping, group_size) = (STOPPING, 16);
    let method = Method::Reinforce;
    let run = Reinforce { reference, vocabulary, stopping, beta, group_size, method };
    (trainer, run)
}

fn round(
    (trainer, run): &mut (Trainer<Gpt<f64>>, Reinforce<Gpt<f64>>),
    seed: u64,
) -> Round {
    let mut rng = StdRng::seed_from_u64(seed);
    let prompts = vec![PROMPT.to_vec(); 4];
    run.step(trainer, &prompts, &reward, &mut rng).expect("a finite loss")
}

/// How much of the way to `max_π E[R] − β·KL(π ‖ π_SFT) = β·log Σ_x π_SFT(x)·e^{R(x)/β}` a
/// training makes.
fn share_of_the_way(beta: f64, train: impl Fn(Gpt<f64>) -> Gpt<f64>) -> f64 {
    let answers = naive::every_answer(3, STOPPING.token, STOPPING.cap);
    let reference = model(16, 3); // large enough for any policy
    let worth = |answer: &[usize]| reward("", &text(answer));
    let value = |model: &Gpt<f64>| {
        naive::expected_reward(model, &PROMPT, &answers, worth)
            - beta * naive::kl(model, &reference, &PROMPT, &answers)
    };
    let start = value(&reference);
    let tilted = |x: &[usize]| (worth(x) / beta).exp();
    let best = beta * naive::expected_reward(&reference, &PROMPT, &answers, tilted).ln();
    assert!(best > start + 0.03, "there is something to learn");
    (value(&train(reference.clone())) - start) / (best - start)
}

#[test]
fn the_loop_ends_where_theory_says() {
    // Four steps on the same answers want smaller ones.
    for (method, beta, peak, rounds) in [
        (Method::Reinforce, 0.5, 3e-2, 400),
        (Method::Reinforce, 2.0, 3e-2, 400),
        (Method::Ppo, 0.5, 5e-3, 200),
        (Method::Grpo, 0.5, 5e-3, 200),
    ] {
        let reached = share_of_the_way(beta, |reference| {
            let mut trained = reinforce(beta, reference);
            trained.1.method = method;
            let steps = rounds * method.updates();
            trained.0.schedule = Schedule { peak, last: 0.0, warm_up: 0, steps };
            (0..rounds as u64).for_each(|step| _ = round(&mut trained, step));
            trained.0.model
        });
        assert!((0.95..=1.0).contains(&reached), "{method:?}, β {beta}: {reached}");
    }
}

/// The other way to the same place: no answer is sampled from the policy in training.
#[test]
fn preferences_without_a_reward_end_where_theory_says() {
    for beta in [0.5, 2.0] {
        let reached = share_of_the_way(beta, |reference| {
            let mut rng = StdRng::seed_from_u64(9);
            let schedule = Schedule { peak: 5e-3, last: 0.0, warm_up: 0, steps: 400 };
            let mut trainer = Trainer::new(reference.clone(), schedule);
            trainer.optimizer.decay = 0.0;
            for _ in 0..400 {
                let prompts = vec![PROMPT.to_vec(); 256];
                let plain = Sampling::PLAIN;
                let answers =
                    sample_answers(&reference, &prompts, STOPPING, &plain, &mut rng);
                let comparisons: Vec<[Pair; 2]> = answers
                    .as_chunks()
                    .0
                    .iter()
                    .map(|[a, b]: &[Answer; 2]| {
                        let [a, b] = [a, b].map(|answer| &answer.tokens[..]);
                        let texts = [&text(a)[..], &text(b)];
                        let first = Comparison::prefers_first(&reward, "", texts, &mut rng);
                        let (better, worse) = if first { (a, b) } else { (b, a) };
                        [pair(better), pair(worse)]
                    })
                    .collect();
                dpo_step(&mut trainer, &reference, &comparisons, beta)
                    .expect("a finite loss");
            }
            trainer.model
        });
        assert!((0.95..=1.0).contains(&reached), "β {beta}: {reached}");
    }
}

/// What has not moved is not clipped: on its first step PPO is REINFORCE.
#[test]
fn the_first_step_of_ppo_is_reinforces() {
    let values = [3.0, -1.0, 0.5, 0.5, 2.0, -4.0];
    let [one, other] =
        [Method::Reinforce, Method::Ppo].map(|method| method.loss(&[0.0; 6], &values, 3).1);
    assert_eq!(one, other);
}

#[test]
fn a_round_is_chapter_7s_step_with_advantages_for_weights() {
    let mut run = reinforce(0.7, tiny(3));
    run.0.model = tiny(4);
    let mut trainer = run.0.clone();
    let report = round(&mut run, 5);
    assert_eq!(run.1.reference, tiny(3), "the reference stays");

    let prompts = vec![PROMPT.to_vec(); 64];
    let answers = sample_answers(
        &tiny(4),
        &prompts,
        STOPPING,
        &Sampling::PLAIN,
        &mut StdRng::seed_from_u64(5),
    );
    assert_eq!(report.answers, answers);
    let pairs: Vec<Pair> = answers.iter().map(|answer| pair(&answer.tokens)).collect();
    let log_sft = log_probabilities_of_answers(&tiny(3), &pairs);
    let values = |(answer, sft): (&Answer, f64)| {
        reward("", &text(&answer.tokens)) - 0.7 * (answer.log_p - sft)
    };
    let values: Vec<f64> = answers.iter().zip(log_sft).map(values).collect();
    let step = trainer.step(&policy_gradient(&pairs, &leave_one_out(&values, 16)));
    assert_eq!((Ok(report.step), &run.0), (step, &trainer));
    for (i, pair) in pairs.iter().enumerate() {
        assert_eq!(report.rewards[i], reward("", &text(&pair.answer)));
        let log_ratio = naive::log_probability(&tiny(4), &PROMPT, &pair.answer)
            - naive::log_probability(&tiny(3), &PROMPT, &pair.answer);
        assert!((report.log_ratios[i] - log_ratio).abs() < 1e-12);
    }
}

#[test]
fn a_model_that_is_its_reference_pays_nothing() {
    let report = round(&mut reinforce(5.0, tiny(3)), 6);
    assert!(report.log_ratios.iter().all(|ratio| ratio.abs() < 1e-12));
}

/// When every answer is worth the same there is nothing to learn, and nothing breaks.
#[test]
fn equal_rewards_teach_nothing() {
    let (mut trainer, run) = reinforce(0.0, tiny(3));
    let mut rng = StdRng::seed_from_u64(7);
    run.step(&mut trainer, &[PROMPT.to_vec()], &|_: &str, _: &str| 3.0, &mut rng)
        .expect("a finite loss");
    assert_eq!(trainer.model, tiny(3));
}

#[test]
fn a_reward_that_is_no_number_harms_nothing() {
    for worth in [f64::NAN, f64::INFINITY] {
        let (mut run, mut other) = (reinforce(0.5, tiny(3)), reinforce(0.5, tiny(3)));
        let mut rng = StdRng::seed_from_u64(7);
        let reward =
            |_: &str, answer: &str| if answer.starts_with('a') { worth } else { 1.0 };
        let refused = run.1.step(&mut run.0, &vec![PROMPT.to_vec(); 4], &reward, &mut rng);
        assert!(!refused.expect_err("it can't be made").loss.is_finite());
        assert_eq!(run.0, other.0);
        assert_eq!(round(&mut run, 8).step, round(&mut other, 8).step);
    }
}

/// Nothing can be drawn from NaN; the answers end, and the step is refused.
#[test]
fn a_policy_that_has_diverged_is_not_stepped() {
    for poison in [f64::NAN, f64::INFINITY] {
        let (mut trainer, run) = reinforce(0.5, tiny(3));
        trainer.model.head.as_mut().expect("untied").fill(poison);
        let before = trainer.clone();
        let mut rng = StdRng::seed_from_u64(7);
        let refused = run.step(&mut trainer, &[PROMPT.to_vec()], &reward, &mut rng);
        assert!(refused.expect_err("it can't be made").loss.is_nan());
        assert_eq!(trainer.optimizer, before.optimizer);
        let bits = |model: &Gpt<f64>| flat(model).mapv(f64::to_bits);
        assert_eq!(bits(&trainer.model), bits(&before.model));
    }
}

#[test]
fn a_run_that_goes_on_ends_as_one_that_never_stopped() {
    let mut whole = reinforce(0.5, tiny(3));
    (0..6).for_each(|step| _ = round(&mut whole, step));
    let mut first = reinforce(0.5, tiny(3));
    (0..3).for_each(|step| _ = round(&mut first, step));
    let mut second = (first.0, reinforce(0.5, tiny(3)).1);
    (3..6).for_each(|step| _ = round(&mut second, step));
    assert_eq!(whole.0, second.0);
}
