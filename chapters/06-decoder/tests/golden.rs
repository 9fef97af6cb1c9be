//! Logits, loss and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use decoder::{Config, Gpt, PositionKind};
use feed_forward::Activation;
use foundations::{Params, naive::softmax};
use ndarray::{Array, Array2, ArrayD, ArrayView1, ArrayViewD, Dimension, IxDyn};
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{EPSILON, NormPlace};
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

fn tokens(case: &Value, name: &str) -> Array2<usize> {
    array(case, name).mapv(|token: f64| token as usize)
}

/// The model of a case, with PyTorch's weights.
fn model(case: &Value) -> Gpt<f64> {
    let size = |name: &str| case[name].as_u64().expect("a size") as usize;
    let yes = |name: &str| case[name].as_bool().expect("true or false");
    let config = Config {
        vocab: size("vocab"),
        context: size("context"),
        layers: size("layers"),
        heads: size("heads"),
        channels: size("channels"),
        positions: if yes("learned") {
            PositionKind::Learned
        } else {
            PositionKind::Sinusoidal
        },
        activation: if yes("gelu") { Activation::Gelu } else { Activation::Relu },
        norm: if yes("pre") { NormPlace::Pre } else { NormPlace::Post },
        tied: yes("tied"),
        epsilon: EPSILON,
    };
    let mut model = Gpt::new(config, &mut StdRng::seed_from_u64(1));
    let theirs = case["parameters"].as_object().expect("an object of parameters");
    assert_eq!(model.tensors().len(), theirs.len(), "as many tensors as PyTorch has");
    for (name, mut tensor) in model.tensors_mut() {
        let golden: ArrayD<f64> = array(&case["parameters"], &name);
        assert_eq!(tensor.shape(), golden.shape(), "the shape of {name}");
        tensor.assign(&golden);
    }
    model
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
fn logits_loss_and_every_gradient() {
    let golden: Value =
        serde_json::from_str(include_str!("golden.json")).expect("golden.json is JSON");
    let cases = golden["gpt"].as_object().expect("an object of cases");
    assert_eq!(cases.len(), 2);
    for (name, case) in cases {
        let model = model(case);
        let (logits, cache) = model.forward(&tokens(case, "tokens"));
        assert_golden(name, "logits", logits.view().into_dyn(), &array(case, "logits"));

        let targets = tokens(case, "targets");
        let log_p = |(row, &target): (ArrayView1<f64>, &usize)| softmax(&row)[target].ln();
        let loss = -logits.rows().into_iter().zip(&targets).map(log_p).sum::<f64>()
            / targets.len() as f64;
        assert!(
            (loss - case["loss"].as_f64().expect("a number")).abs() < 1e-13,
            "the loss, {name}"
        );

        let gradient = model.backward(cache, &array(case, "dlogits"));
        for (tensor, ours) in gradient.tensors() {
            assert_golden(name, &tensor, ours, &array(&case["gradients"], &tensor));
        }
    }
}
