//! The loss and its gradient, clipping, and three steps of AdamW against PyTorch, in `f64`;
//! `golden.py` made the values.

use foundations::{Layer, Linear, Params};
use ndarray::{Array, Array2, Array3, ArrayD, ArrayViewD, Dimension, IxDyn, arr0};
use serde_json::Value;
use training_loss::{AdamW, clip, cross_entropy};

/// The cases of one kind, by name.
fn cases(kind: &str) -> Vec<(String, Value)> {
    let golden: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let cases = golden[kind].as_object().expect("an object of cases");
    cases.iter().map(|(name, case)| (name.clone(), case.clone())).collect()
}

/// The array of that name, in its shape.
fn array<D: Dimension>(case: &Value, name: &str) -> Array<f64, D> {
    let numbers = |value: &Value| -> Vec<f64> {
        let list = value.as_array().unwrap_or_else(|| panic!("golden.json has no {name}"));
        list.iter().map(|x| x.as_f64().expect("a number")).collect()
    };
    let shape: Vec<usize> =
        numbers(&case[name]["shape"]).iter().map(|&n| n as usize).collect();
    let array = ArrayD::from_shape_vec(IxDyn(&shape), numbers(&case[name]["data"]))
        .expect("shape fits data");
    array.into_dimensionality().expect("as many axes as asked for")
}

fn tokens(case: &Value, name: &str) -> Array2<usize> {
    array(case, name).mapv(|x: f64| x as usize)
}

fn number(case: &Value, name: &str) -> f64 {
    case[name].as_f64().unwrap_or_else(|| panic!("golden.json has no number {name}"))
}

/// A linear layer of the tensors `w` and `b` with that prefix.
fn linear(case: &Value, prefix: &str) -> Linear<f64> {
    Linear { w: array(case, &format!("{prefix}w")), b: array(case, &format!("{prefix}b")) }
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

fn assert_golden_number(case: &str, name: &str, actual: f64, golden: &ArrayD<f64>) {
    assert_golden(case, name, arr0(actual).view().into_dyn(), golden);
}

#[test]
fn the_loss_and_its_gradient() {
    for (name, case) in cases("loss") {
        let logits: Array3<f64> = array(&case, "logits");
        let (loss, dlogits) =
            cross_entropy(&logits, &tokens(&case, "targets"), &array(&case, "weights"));
        assert_golden_number(&name, "loss", loss, &array(&case, "loss"));
        assert_golden(
            &name,
            "dlogits",
            dlogits.view().into_dyn(),
            &array(&case, "dlogits"),
        );
    }
}

/// PyTorch divides by the norm plus 1e-6, we by the norm itself: its result, times their
/// quotient, is ours.
#[test]
fn clipping() {
    for (name, case) in cases("clip") {
        let (mut gradient, longest) = (linear(&case, "before."), number(&case, "longest"));
        let norm = clip(&mut gradient, longest);
        assert_golden_number(&name, "norm", norm, &array(&case, "norm"));
        let quotient = if norm > longest { (norm + 1e-6) / norm } else { 1.0 };
        for (tensor, ours) in gradient.tensors() {
            let theirs: ArrayD<f64> = array(&case, &format!("after.{tensor}"));
            assert_golden(&name, &tensor, ours, &(theirs * quotient));
        }
    }
}

/// Forward, loss, backward, clip, AdamW, three times, with another learning rate each time.
#[test]
fn three_steps_of_training() {
    for (name, case) in cases("training") {
        let mut model = linear(&case, "");
        let mut optimizer = AdamW { decay: number(&case, "decay"), ..AdamW::new(&model) };
        assert_eq!(
            (optimizer.beta1, optimizer.beta2, optimizer.epsilon),
            (0.9, 0.99, 1e-8)
        );
        let (x, targets) = (array(&case, "x"), tokens(&case, "targets"));
        for (i, step) in
            case["steps"].as_array().expect("a list of steps").iter().enumerate()
        {
            let (logits, cache) = model.forward(&x);
            let (loss, dlogits) =
                cross_entropy(&logits, &targets, &array(&case, "weights"));
            let (_, mut gradient) = model.backward(cache, &dlogits);
            let norm = clip(&mut gradient, number(&case, "longest"));
            optimizer.step(&mut model, &gradient, number(step, "lr"));

            let at = format!("{name}, step {i}");
            assert_golden_number(&at, "loss", loss, &array(step, "loss"));
            assert_golden_number(&at, "norm", norm, &array(step, "norm"));
            for (prefix, tree) in
                [("", &model), ("mean.", &optimizer.mean), ("square.", &optimizer.square)]
            {
                for (tensor, ours) in tree.tensors() {
                    let tensor = format!("{prefix}{tensor}");
                    assert_golden(&at, &tensor, ours, &array(step, &tensor));
                }
            }
        }
    }
}
