//! The loss and its gradient, clipping, and three steps of AdamW against PyTorch, in `f64`;
//! `golden.py` made the values.

use foundations::{Layer, Linear, Params};
use golden::Golden;
use ndarray::{Array3, ArrayD};
use training_loss::{AdamW, clip, cross_entropy};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

/// A linear layer of the tensors `w` and `b` with that prefix.
fn linear(case: &Golden, prefix: &str) -> Linear<f64> {
    let [w, b] = ["w", "b"].map(|name| format!("{prefix}{name}"));
    Linear { w: case.array(&w), b: case.array(&b) }
}

#[test]
fn the_loss_and_its_gradient() {
    for case in cases("loss") {
        let logits: Array3<f64> = case.array("logits");
        let (loss, dlogits) =
            cross_entropy(&logits, &case.tokens("targets"), &case.array("weights"));
        case.assert_number("loss", loss);
        case.assert("dlogits", &dlogits);
    }
}

/// PyTorch divides by the norm plus 1e-6, we by the norm itself: its result, times their
/// quotient, is ours.
#[test]
fn clipping() {
    for case in cases("clip") {
        let (mut gradient, max_norm) = (linear(&case, "before."), case.number("longest"));
        let norm = clip(&mut gradient, max_norm);
        case.assert_number("norm", norm);
        let quotient = if norm > max_norm { (norm + 1e-6) / norm } else { 1.0 };
        for (tensor, ours) in gradient.tensors() {
            let theirs: ArrayD<f64> = case.array(&format!("after.{tensor}"));
            case.assert_same(&tensor, &ours, &(theirs * quotient));
        }
    }
}

/// Forward, loss, backward, clip, AdamW, three times, with another learning rate each time.
#[test]
fn three_steps_of_training() {
    for case in cases("training") {
        let mut model = linear(&case, "");
        let mut optimizer = AdamW { decay: case.number("decay"), ..AdamW::new(&model) };
        assert_eq!(
            (optimizer.beta1, optimizer.beta2, optimizer.epsilon),
            (0.9, 0.99, 1e-8)
        );
        let (x, targets) = (case.array("x"), case.tokens("targets"));
        for step in case.parts("steps") {
            let (logits, cache) = model.forward(&x);
            let (loss, dlogits) = cross_entropy(&logits, &targets, &case.array("weights"));
            let (_, mut gradient) = model.backward(cache, &dlogits);
            let norm = clip(&mut gradient, case.number("longest"));
            optimizer.step(&mut model, &gradient, step.number("lr"));

            step.assert_number("loss", loss);
            step.assert_number("norm", norm);
            for (prefix, tree) in
                [("", &model), ("mean.", &optimizer.mean), ("square.", &optimizer.square)]
            {
                for (tensor, ours) in tree.tensors() {
                    step.assert(&format!("{prefix}{tensor}"), &ours);
                }
            }
        }
    }
}
