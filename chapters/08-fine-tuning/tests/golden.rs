//! The supervised loss, the policy gradient and the learnt reward against PyTorch, in
//! `f64`; `golden.py` made the values.

use fine_tuning::{BradleyTerry, Pair, leave_one_out, policy_gradient, supervised};
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

#[test]
fn the_policy_gradient_with_its_penalty() {
    for case in cases("policy gradient") {
        let (pairs, beta) = (pairs(&case), case.number("beta"));
        let said: Batch<f64> =
            policy_gradient(&pairs, &vec![pairs.len() as f64; pairs.len()]); // 1 on each answer
        let log_p = |logits: Array3<f64>| {
            (log_probabilities(&logits, &said.targets) * &said.weights).sum_axis(Axis(1))
        };
        let log_ratios = log_p(case.array("logits")) - log_p(case.array("reference"));
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
