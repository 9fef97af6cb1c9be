//! Logits, loss and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use decoder::{Config, Gpt, PositionKind};
use feed_forward::Activation;
use foundations::{Params, naive::softmax};
use golden::Golden;
use ndarray::ArrayD;
use rand::{SeedableRng, rngs::StdRng};
use residual_norm::{EPSILON, NormPlace};

/// The model of a case, with PyTorch's weights.
fn model(case: &Golden) -> Gpt<f64> {
    let config = Config {
        vocab: case.size("vocab"),
        context: case.size("context"),
        layers: case.size("layers"),
        heads: case.size("heads"),
        channels: case.size("channels"),
        hidden: None,
        positions: if case.is("learned") {
            PositionKind::Learned
        } else {
            PositionKind::Sinusoidal
        },
        activation: if case.is("gelu") { Activation::Gelu } else { Activation::Relu },
        norm: if case.is("pre") { NormPlace::Pre } else { NormPlace::Post },
        tied: case.is("tied"),
        epsilon: EPSILON,
    };
    let mut model = Gpt::new(config, &mut StdRng::seed_from_u64(1));
    let theirs = case.part("parameters");
    assert_eq!(model.tensors().len(), theirs.count(), "as many tensors as PyTorch has");
    for (name, mut tensor) in model.tensors_mut() {
        let golden: ArrayD<f64> = theirs.array(&name);
        assert_eq!(tensor.shape(), golden.shape(), "the shape of {name}");
        tensor.assign(&golden);
    }
    model
}

#[test]
fn logits_loss_and_every_gradient() {
    let cases = golden::read(include_str!("golden.json")).parts("gpt");
    assert_eq!(cases.len(), 2);
    for case in cases {
        let model = model(&case);
        let (logits, cache) = model.forward(&case.tokens("tokens"));
        case.assert("logits", &logits);

        let targets = case.tokens("targets");
        let mut loss = 0.0;
        for (row, &target) in logits.rows().into_iter().zip(&targets) {
            loss -= softmax(&row.to_owned())[target].ln() / targets.len() as f64;
        }
        assert!((loss - case.number("loss")).abs() < 1e-13, "the loss, {}", case.path);

        let gradient = model.backward(cache, &case.array("dlogits"));
        let gradients = case.part("gradients");
        for (tensor, ours) in gradient.tensors() {
            gradients.assert(&tensor, &ours);
        }
    }
}
