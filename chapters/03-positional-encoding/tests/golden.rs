//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use foundations::Layer;
use ndarray::{Array, ArrayD, ArrayRef, Dimension, IxDyn};
use positional_encoding::{Positions, sinusoids};
use serde_json::Value;

/// The cases of one kind, by name.
fn cases(kind: &str) -> Vec<(String, Value)> {
    let golden: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let cases = golden[kind].as_object().expect("an object of cases");
    cases.iter().map(|(name, case)| (name.clone(), case.clone())).collect()
}

fn number(case: &Value, name: &str) -> f64 {
    case[name].as_f64().unwrap_or_else(|| panic!("golden.json has no number {name}"))
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

/// Every number of `actual` is PyTorch's, to 1e-12.
fn assert_golden<D: Dimension>(
    case: &str,
    name: &str,
    actual: &ArrayRef<f64, D>,
    golden: &Value,
) {
    let golden: Array<f64, D> = array(golden, name);
    assert_eq!(actual.shape(), golden.shape(), "the shape of {name}, {case}");
    for (at, (&ours, &theirs)) in actual.iter().zip(&golden).enumerate() {
        let error = (ours - theirs).abs() / theirs.abs().max(1.0);
        assert!(
            error < 1e-12,
            "number {at} of {name} is {ours}, PyTorch says {theirs}, {case}"
        );
    }
}

#[test]
fn the_table_of_sinusoids() {
    for (name, case) in cases("sinusoids") {
        let (context, c) =
            (number(&case, "context") as usize, number(&case, "channels") as usize);
        assert_golden(
            &name,
            "table",
            &sinusoids::<f64>(context, c, number(&case, "base")),
            &case,
        );
    }
}

#[test]
fn learned_positions_and_their_gradients() {
    for (name, case) in cases("learned") {
        let positions = Positions::Learned(array(&case, "table"));
        let past = number(&case, "past") as usize;
        assert_golden(&name, "y", &positions.forward_from(past, &array(&case, "x")), &case);
        if past == 0 {
            let (dx, gradient) = positions.backward((), &array(&case, "dy"));
            assert_golden(&name, "dx", &dx, &case);
            assert_golden(&name, "dtable", gradient.table(), &case);
        }
    }
}
