//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use attention::{Mask, SelfAttention, attend, attend_backward};
use foundations::{Layer, Linear, Params};
use ndarray::{Array, ArrayD, ArrayViewD, Dimension, IxDyn};
use serde_json::Value;

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

fn mask(case: &Value) -> Mask {
    if case["causal"].as_bool().expect("true or false") { Mask::Causal } else { Mask::Full }
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

#[test]
fn attend_and_its_gradients() {
    for (name, case) in cases("attend") {
        let (q, k, v) = (array(&case, "q"), array(&case, "k"), array(&case, "v"));
        let (y, a) = attend(&q, &k, &v, mask(&case));
        let (dq, dk, dv) = attend_backward(&q, &k, &v, &a, &array(&case, "dy"));
        for (what, ours) in [("y", y), ("dq", dq), ("dk", dk), ("dv", dv)] {
            assert_golden(&name, what, ours.view().into_dyn(), &array(&case, what));
        }
    }
}

#[test]
fn self_attention_and_its_gradients() {
    for (name, case) in cases("self_attention") {
        let linear = |part: &str| Linear {
            w: array(&case, &format!("{part}.w")),
            b: array(&case, &format!("{part}.b")),
        };
        let layer = SelfAttention {
            query: linear("query"),
            key: linear("key"),
            value: linear("value"),
            mask: mask(&case),
        };

        let (y, cache) = layer.forward(&array(&case, "x"));
        let (dx, gradient) = layer.backward(cache, &array(&case, "dy"));
        assert_golden(&name, "y", y.view().into_dyn(), &array(&case, "y"));
        assert_golden(&name, "dx", dx.view().into_dyn(), &array(&case, "dx"));
        for (tensor, ours) in gradient.tensors() {
            assert_golden(&name, &tensor, ours, &array(&case, &format!("d{tensor}")));
        }
    }
}
