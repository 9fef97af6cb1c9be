//! The same numbers as PyTorch's, forward and backward. `golden.py` made them.

use approx::assert_relative_eq;
use foundations::{Layer, Linear, softmax, softmax_backward};
use ndarray::{Array, Array2, ArrayD, Dimension};
use serde_json::Value;

/// The tensor `name` of the recorded `case`.
fn golden<D: Dimension>(case: &str, name: &str) -> Array<f64, D> {
    let file: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let tensor = &file[case][name];
    let shape: Vec<usize> =
        serde_json::from_value(tensor["shape"].clone()).expect("a shape");
    let data: Vec<f64> = serde_json::from_value(tensor["data"].clone()).expect("numbers");
    let tensor =
        ArrayD::from_shape_vec(shape, data).expect("as many numbers as the shape says");
    tensor.into_dimensionality().expect("the dimension that the test expects")
}

#[test]
fn linear_agrees_with_pytorch() {
    let of = |name| golden("linear", name);
    let layer = Linear { w: golden("linear", "w"), b: golden("linear", "b") };
    let (y, cache) = layer.forward(&of("x"));
    assert_relative_eq!(y, of("y"), max_relative = 1e-12);

    let (dx, gradient) = layer.backward(cache, &of("r"));
    assert_relative_eq!(dx, of("dx"), max_relative = 1e-12);
    assert_relative_eq!(gradient.w, golden("linear", "dw"), max_relative = 1e-12);
    assert_relative_eq!(gradient.b, golden("linear", "db"), max_relative = 1e-12);
}

#[test]
fn softmax_agrees_with_pytorch() {
    let of = |name| -> Array2<f64> { golden("softmax", name) };
    let p = softmax(&of("s"));
    assert_relative_eq!(p, of("p"), max_relative = 1e-12);

    let (r, ds) = (of("r"), of("ds"));
    for (n, p) in p.rows().into_iter().enumerate() {
        // Of numbers near 1 that cancel, the last digits are rounding.
        assert_relative_eq!(
            softmax_backward(&p, &r.row(n)),
            ds.row(n),
            epsilon = 1e-15,
            max_relative = 1e-10
        );
    }
}
