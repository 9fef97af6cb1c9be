//! The losses of this chapter against PyTorch, in `f64`; `golden.py` made the values.

use fine_tuning::{
    BradleyTerry, LowRank, Pair, dpo, grpo, leave_one_out, policy_gradient, ppo,
    supervised, weighted_answers,
};
use golden::Golden;
use ndarray::{Array1, Array3, Axis, Ix1};
use training_loss::{Batch, cross_entropy, log_probabilities};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

fn pairs(case: &Golden) -> Vec<Pair> {
    case.parts("pairs")
        .iter()
        .map(|pair| Pair { prompt: pair.list("prompt"), answer: pair.list("answer") })
        .collect()
}

fn assert_loss(case: &Golden, batch: &Batch<f64>) {
    let logits: Array3<f64> = case.array("logits");
    let (loss, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
    case.assert_number("loss", loss);
    case.assert("dlogits", &dlogits);
}

#[test]
fn the_loss_on_the_answer() {
    for case in cases("supervised") {
        assert_loss(&case, &supervised(&pairs(&case), 99));
    }
}

/// log π of the pairs' answers under the case's logits, less that under its reference's.
fn log_ratios(case: &Golden, pairs: &[Pair]) -> Array1<f64> {
    let said: Batch<f64> = weighted_answers(pairs, &vec![-1.0; pairs.len()]); // 1 on each answer
    let log_p = |logits: Array3<f64>| {
        (log_probabilities(&logits, &said.targets) * &said.weights).sum_axis(Axis(1))
    };
    log_p(case.array("logits")) - log_p(case.array("reference"))
}

/// The loss, and its gradient on the way to the logits.
fn assert_dlogits(case: &Golden, pairs: &[Pair], (loss, dlog_p): (f64, Vec<f64>)) {
    case.assert_number("loss", loss);
    let batch: Batch<f64> = weighted_answers(pairs, &dlog_p);
    let logits: Array3<f64> = case.array("logits");
    let (_, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
    case.assert("dlogits", &dlogits);
}

#[test]
fn the_clipped_ratio() {
    for case in cases("ppo") {
        let pairs = pairs(&case);
        let advantages = case.array::<Ix1>("advantages").to_vec();
        let loss =
            ppo(&log_ratios(&case, &pairs).to_vec(), &advantages, case.number("epsilon"));
        assert_dlogits(&case, &pairs, loss);
    }
}

#[test]
fn advantages_on_a_curve() {
    for case in cases("grpo") {
        let pairs = pairs(&case);
        let (each, epsilon) = (case.size("each"), case.number("epsilon"));
        let (ratios, rewards) =
            (log_ratios(&case, &pairs).to_vec(), case.array::<Ix1>("rewards"));
        assert_dlogits(&case, &pairs, grpo(&ratios, &rewards.to_vec(), each, epsilon));
    }
}

#[test]
fn preferences_without_a_reward() {
    for case in cases("dpo") {
        let pairs = pairs(&case);
        let ratios = log_ratios(&case, &pairs).to_vec();
        let (loss, dlog_p) = dpo(ratios.as_chunks().0, case.number("beta"));
        assert_dlogits(&case, &pairs, (loss, dlog_p.as_flattened().to_vec()));
    }
}

#[test]
fn the_policy_gradient_with_its_penalty() {
    for case in cases("policy gradient") {
        let (pairs, beta) = (pairs(&case), case.number("beta"));
        let log_ratios = log_ratios(&case, &pairs);
        let values: Array1<f64> = case.array::<Ix1>("rewards") - beta * log_ratios;
        let advantages = leave_one_out(&values.to_vec(), case.size("each"));
        case.assert("advantages", &Array1::from(advantages.clone()));
        assert_loss(&case, &policy_gradient(&pairs, &advantages));
    }
}

#[test]
fn the_learnt_reward() {
    for case in cases("bradley-terry") {
        let reward = BradleyTerry {
            words: Vec::new(),
            worth: case.array("worth"),
            decay: case.number("decay"),
        };
        let (loss, gradient) = reward.loss(&case.array("differences"));
        case.assert_number("loss", loss);
        case.assert("gradient", &gradient);
    }
}

#[test]
fn a_change_of_low_rank() {
    for case in cases("low rank") {
        case.assert_layer(&LowRank { a: case.array("a"), b: case.array("b") }, 2);
    }
}
