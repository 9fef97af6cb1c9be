//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear, Params};
use golden::Golden;
use ndarray::Array3;

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

fn activation(case: &Golden) -> Activation {
    match case.word("activation") {
        "relu" => Activation::Relu,
        "gelu" => Activation::Gelu,
        other => panic!("golden.json has the activation {other}"),
    }
}

#[test]
fn activations_and_their_gradients() {
    for case in cases("activation") {
        let x: Array3<f64> = case.array("x");
        case.assert("y", &activation(&case).forward(&x));
        case.assert("dx", &activation(&case).backward(&x, &case.array("dy")));
    }
}

#[test]
fn feed_forward_and_its_gradients() {
    for case in cases("feed_forward") {
        let linear = |part: &str| Linear {
            w: case.array(&format!("{part}.w")),
            b: case.array(&format!("{part}.b")),
        };
        let layer = FeedForward {
            up: linear("up"),
            down: linear("down"),
            activation: activation(&case),
        };

        let (y, cache) = layer.forward(&case.array("x"));
        let (dx, gradient) = layer.backward(cache, &case.array("dy"));
        case.assert("y", &y);
        case.assert("dx", &dx);
        for (tensor, ours) in gradient.tensors() {
            case.assert(&format!("d{tensor}"), &ours);
        }
    }
}
