//! The same numbers as PyTorch's, forward and backward. `golden.py` made them.

use approx::assert_relative_eq;
use foundations::{Layer, Linear, softmax, softmax_backward};
use golden::Golden;
use ndarray::{Array2, Array3};

fn case(name: &str) -> Golden {
    golden::read(include_str!("golden.json")).part(name)
}

#[test]
fn linear_agrees_with_pytorch() {
    let case = case("linear");
    let of = |name| -> Array3<f64> { case.array(name) };
    let layer = Linear { w: case.array("w"), b: case.array("b") };
    let (y, cache) = layer.forward(&of("x"));
    assert_relative_eq!(y, of("y"), max_relative = 1e-12);

    let (dx, gradient) = layer.backward(cache, &of("r"));
    assert_relative_eq!(dx, of("dx"), max_relative = 1e-12);
    assert_relative_eq!(gradient.w, case.array("dw"), max_relative = 1e-12);
    assert_relative_eq!(gradient.b, case.array("db"), max_relative = 1e-12);
}

#[test]
fn softmax_agrees_with_pytorch() {
    let case = case("softmax");
    let of = |name| -> Array2<f64> { case.array(name) };
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
