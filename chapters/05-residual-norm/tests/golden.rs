//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use feed_forward::{Activation, FeedForward};
use foundations::Linear;
use golden::Golden;
use residual_norm::{EPSILON, LayerNorm, NormPlace, Residual};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

#[test]
fn layer_norm_and_its_gradients() {
    for case in cases("layer_norm") {
        let norm = LayerNorm {
            gain: case.array("gain"),
            bias: case.array("bias"),
            epsilon: case.number("epsilon"),
        };
        case.assert_layer(&norm, 2);
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
        case.assert_layer(&block, 6);
    }
}
