//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use attention::Mask;
use foundations::{Layer, Linear, Params};
use multi_head::MultiHead;
use ndarray::{Array, ArrayD, ArrayViewD, Dimension, IxDyn};
use serde_json::Value;

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

/// The layer of a case, with PyTorch's weights.
fn layer(case: &Value) -> MultiHead<f64> {
    MultiHead {
        qkv: Linear { w: array(case, "qkv.w"), b: array(case, "qkv.b") },
        out: Linear { w: array(case, "out.w"), b: array(case, "out.b") },
        heads: case["heads"].as_u64().expect("a number of heads") as usize,
        mask: if case["causal"].as_bool().expect("true or false") {
            Mask::Causal
        } else {
            Mask::Full
        },
    }
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
fn multi_head_and_its_gradients() {
    let golden: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let cases = golden["multi_head"].as_object().expect("an object of cases");
    assert_eq!(cases.len(), 5);
    for (name, case) in cases {
        let layer = layer(case);
        let (y, cache) = layer.forward(&array(case, "x"));
        assert_golden(name, "y", y.view().into_dyn(), &array(case, "y"));
        assert_golden(name, "a", cache.weights().view().into_dyn(), &array(case, "a"));

        let (dx, gradient) = layer.backward(cache, &array(case, "dy"));
        assert_golden(name, "dx", dx.view().into_dyn(), &array(case, "dx"));
        for (tensor, ours) in gradient.tensors() {
            assert_golden(name, &tensor, ours, &array(case, &format!("d{tensor}")));
        }
    }
}
