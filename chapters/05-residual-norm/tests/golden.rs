//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use feed_forward::{Activation, FeedForward};
use foundations::{Layer, Linear};
use golden::Golden;
use residual_norm::{EPSILON, LayerNorm, NormPlace, Residual};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

/// The output, the gradient of the input, and that of each of `count` parameter tensors.
fn compare<L: Layer<f64>>(case: &Golden, layer: &L, count: usize) {
    let (y, cache) = layer.forward(&case.array("x"));
    let (dx, gradient) = layer.backward(cache, &case.array("dy"));
    case.assert("y", &y);
    case.assert("dx", &dx);
    assert_eq!(gradient.tensors().len(), count);
    for (tensor, ours) in gradient.tensors() {
        case.assert(&format!("d{tensor}"), &ours);
    }
}

#[test]
fn layer_norm_and_its_gradients() {
    for case in cases("layer_norm") {
        let norm = LayerNorm {
            gain: case.array("gain"),
            bias: case.array("bias"),
            epsilon: case.number("epsilon"),
        };
        compare(&case, &norm, 2);
    }
}

#[test]
fn residual_blocks_and_their_gradients() {
    for case in cases("residual") {
        let linear = |part: &str| Linear {
            w: case.array(&format!("{part}.w")),
            b: case.array(&format!("{part}.b")),
        };
        let block = Residual {
            norm: LayerNorm {
                gain: case.array("norm.gain"),
                bias: case.array("norm.bias"),
                epsilon: EPSILON,
            },
            inner: FeedForward {
                up: linear("up"),
                down: linear("down"),
                activation: match case.word("activation") {
                    "relu" => Activation::Relu,
                    _ => Activation::Gelu,
                },
            },
            place: match case.word("place") {
                "pre" => NormPlace::Pre,
                _ => NormPlace::Post,
            },
        };
        compare(&case, &block, 6);
    }
}
