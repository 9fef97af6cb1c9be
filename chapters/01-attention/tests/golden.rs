//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use attention::{Mask, SelfAttention, attend, attend_backward};
use foundations::{Layer, Linear, Params};
use golden::Golden;

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

fn mask(case: &Golden) -> Mask {
    if case.is("causal") { Mask::Causal } else { Mask::Full }
}

#[test]
fn attend_and_its_gradients() {
    for case in cases("attend") {
        let (q, k, v) = (case.array("q"), case.array("k"), case.array("v"));
        let (y, a) = attend(&q, &k, &v, mask(&case));
        let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &case.array("dy"));
        for (name, ours) in [("y", y), ("dq", dq), ("dk", dk), ("dv", dv)] {
            case.assert(name, &ours);
        }
    }
}

#[test]
fn self_attention_and_its_gradients() {
    for case in cases("self_attention") {
        let linear = |part: &str| Linear {
            w: case.array(&format!("{part}.w")),
            b: case.array(&format!("{part}.b")),
        };
        let layer = SelfAttention {
            query: linear("query"),
            key: linear("key"),
            value: linear("value"),
            mask: mask(&case),
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
