//! The supervised loss, the policy gradient and the learnt reward against PyTorch, in
//! `f64`; `golden.py` made the values.

use fine_tuning::{BradleyTerry, Pair, leave_one_out, policy_gradient, supervised};
use ndarray::{Array, Array1, Array2, Array3, ArrayD, ArrayViewD, Dimension, IxDyn, arr0};
use serde_json::Value;
use training_loss::{Batch, cross_entropy, log_probabilities};

/// The cases of one kind, by name.
fn cases(kind: &str) -> Vec<(String, Value)> {
    let golden: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let cases = golden[kind].as_object().expect("an object of cases");
    cases.iter().map(|(name, case)| (name.clone(), case.clone())).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    let list =
        value.as_array().unwrap_or_else(|| panic!("golden.json has no list but {value}"));
    list.iter().map(|x| x.as_f64().expect("a number")).collect()
}

/// The array of that name, in its shape.
fn array<D: Dimension>(case: &Value, name: &str) -> Array<f64, D> {
    let shape: Vec<usize> =
        numbers(&case[name]["shape"]).iter().map(|&n| n as usize).collect();
    let array = ArrayD::from_shape_vec(IxDyn(&shape), numbers(&case[name]["data"]))
        .expect("shape fits data");
    array.into_dimensionality().expect("as many axes as asked for")
}

fn number(case: &Value, name: &str) -> f64 {
    case[name].as_f64().unwrap_or_else(|| panic!("golden.json has no number {name}"))
}

fn pairs(case: &Value) -> Vec<Pair> {
    let tokens = |value: &Value| -> Vec<usize> {
        numbers(value).iter().map(|&x| x as usize).collect()
    };
    let pairs = case["pairs"].as_array().expect("a list of pairs");
    pairs
        .iter()
        .map(|pair| Pair {
            prompt: tokens(&pair["prompt"]),
            answer: tokens(&pair["answer"]),
        })
        .collect()
}

/// Every number of `actual` is PyTorch's, to 1e-12.
fn assert_golden(case: &str, name: &str, actual: ArrayViewD<f64>, golden: &ArrayD<f64>) {
    assert_eq!(actual.shape(), golden.shape(), "the shape of {name}, {case}");
    for ((at, &ours), &theirs) in actual.indexed_iter().zip(golden) {
        let error = (ours - theirs).abs() / theirs.abs().max(1.0);
        assert!(
            error < 1e-12,
            "{name}{:?} is {ours}, PyTorch says {theirs}, {case}",
            at.slice()
        );
    }
}

fn assert_loss(name: &str, case: &Value, batch: &Batch<f64>) {
    let logits: Array3<f64> = array(case, "logits");
    let (loss, dlogits) = cross_entropy(&logits, &batch.targets, &batch.weights);
    assert_golden(name, "loss", arr0(loss).view().into_dyn(), &array(case, "loss"));
    assert_golden(name, "dlogits", dlogits.view().into_dyn(), &array(case, "dlogits"));
}

#[test]
fn the_loss_on_the_answer() {
    for (name, case) in cases("supervised") {
        assert_loss(&name, &case, &supervised(&pairs(&case), 99));
    }
}

#[test]
fn the_policy_gradient_with_its_penalty() {
    for (name, case) in cases("policy gradient") {
        let (pairs, beta) = (pairs(&case), number(&case, "beta"));
        let said: Batch<f64> =
            policy_gradient(&pairs, &vec![pairs.len() as f64; pairs.len()]); // 1 on each answer
        let log_p = |logits: Array3<f64>| {
            (log_probabilities(&logits, &said.targets) * &said.weights)
                .sum_axis(ndarray::Axis(1))
        };
        let log_ratios = log_p(array(&case, "logits")) - log_p(array(&case, "reference"));
        let values: Array1<f64> =
            array::<ndarray::Ix1>(&case, "rewards") - beta * log_ratios;
        let advantages = leave_one_out(&values.to_vec(), number(&case, "each") as usize);
        let ours = Array1::from(advantages.clone());
        assert_golden(
            &name,
            "advantages",
            ours.view().into_dyn(),
            &array(&case, "advantages"),
        );
        assert_loss(&name, &case, &policy_gradient(&pairs, &advantages));
    }
}

#[test]
fn the_learnt_reward() {
    for (name, case) in cases("bradley-terry") {
        let (worth, differences): (Array1<f64>, Array2<f64>) =
            (array(&case, "worth"), array(&case, "differences"));
        let reward =
            BradleyTerry { words: Vec::new(), worth, decay: number(&case, "decay") };
        let (loss, gradient) = reward.loss(&differences);
        assert_golden(&name, "loss", arr0(loss).view().into_dyn(), &array(&case, "loss"));
        assert_golden(
            &name,
            "gradient",
            gradient.view().into_dyn(),
            &array(&case, "gradient"),
        );
    }
}
