//! The gradient of the loss against central differences, element by element, in `f64`; then
//! through a whole model.

use decoder::{Config, Gpt};
use foundations::{Params, check_gradient, check_params, normal};
use ndarray::{Array2, Array3, array};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use training_loss::{Batch, cross_entropy, loss_and_gradient, mean_loss};

#[test]
fn of_the_logits_for_weights_of_every_kind() {
    let mut rng = StdRng::seed_from_u64(1);
    let logits: Array3<f64> = normal((2, 3, 5), 2.0, &mut rng);
    let targets = array![[0, 4, 2], [1, 1, 3]];
    let advantages: Array2<f64> = normal((2, 3), 1.0, &mut rng);
    for weights in
        [Array2::ones((2, 3)), array![[0.0, 0.0, 1.0], [0.0, 1.0, 1.0]], advantages]
    {
        let (_, dlogits) = cross_entropy(&logits, &targets, &weights);
        let loss = |logits: &Array3<f64>| cross_entropy(logits, &targets, &weights).0;
        let check = check_gradient("logits", &logits, &dlogits, loss);
        assert_eq!(check.checked, 2 * 3 * 5, "every logit");
        check.assert_below(1e-8);
    }
}

#[test]
fn of_every_parameter_of_a_model_through_the_split_batch() {
    let mut rng = StdRng::seed_from_u64(2);
    let config = Config {
        activation: feed_forward::Activation::Gelu,
        ..Config::article(5, 4, 1, 2, 4)
    };
    let mut model: Gpt<f64> = Gpt::new(config, &mut rng);
    for (_, mut tensor) in model.tensors_mut() {
        let drawn: Array3<f64> = normal((1, 1, tensor.len()), 0.3, &mut rng);
        tensor.iter_mut().zip(drawn).for_each(|(x, nudge)| *x += nudge);
    }
    let mut tokens = || Array2::from_shape_simple_fn((5, 3), || rng.random_range(0..5));
    let (inputs, targets) = (tokens(), tokens());
    let batch = Batch::new(inputs, targets, normal((5, 3), 1.0, &mut rng)); // 5 rows: the pieces differ in size
    let (_, gradient) = loss_and_gradient(&model, &batch);
    let check = check_params(&model, &gradient, |model| mean_loss(model, &batch));
    assert_eq!(check.checked, model.parameter_count(), "every parameter");
    check.assert_below(1e-8);
}
