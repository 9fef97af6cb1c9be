//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use attention::Mask;
use foundations::{Layer, Linear, Params};
use golden::Golden;
use multi_head::MultiHead;

/// The layer of a case, with PyTorch's weights.
fn layer(case: &Golden) -> MultiHead<f64> {
    MultiHead {
        qkv: Linear { w: case.array("qkv.w"), b: case.array("qkv.b") },
        out: Linear { w: case.array("out.w"), b: case.array("out.b") },
        heads: case.size("heads"),
        mask: if case.is("causal") { Mask::Causal } else { Mask::Full },
    }
}

#[test]
fn multi_head_and_its_gradients() {
    let cases = golden::read(include_str!("golden.json")).parts("multi_head");
    assert_eq!(cases.len(), 5);
    for case in cases {
        let layer = layer(&case);
        let (y, cache) = layer.forward(&case.array("x"));
        case.assert("y", &y);
        case.assert("a", cache.weights());

        let (dx, gradient) = layer.backward(cache, &case.array("dy"));
        case.assert("dx", &dx);
        for (tensor, ours) in gradient.tensors() {
            case.assert(&format!("d{tensor}"), &ours);
        }
    }
}
