//! Every gradient against central differences, element by element, in `f64`.

use decoder::{Config, LanguageModel};
use foundations::{Params, check_gradient, check_layer, check_params, normal};
use ndarray::{Array2, Array3, ArrayD};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Block, Decoder, Recipe, Rotary, slopes};

use crate::draw;

/// The article's parts, one part changed at a time, and all of them.
fn recipes() -> [Recipe; 7] {
    let then = Recipe::THEN;
    [
        then,
        Recipe { rotary: Some(draw::BASE), ..then },
        Recipe { root_mean_square: true, ..then },
        Recipe { gated: true, ..then },
        Recipe { groups: Some(1), ..then },
        Recipe { groups: Some(2), ..Recipe::NOW },
        Recipe::NOW,
    ]
}

#[test]
fn a_turn() {
    let mut rng = StdRng::seed_from_u64(1);
    let rotary = Rotary::new(9, 6, draw::BASE);
    let x: Array2<f64> = normal((4, 6), 1.0, &mut rng);
    let dy: Array2<f64> = normal((4, 6), 1.0, &mut rng);
    for past in [0, 5] {
        let mut dx = dy.clone();
        rotary.turn_back(past, &mut dx);
        let loss = |x: &Array2<f64>| {
            let mut y = x.clone();
            rotary.turn(past, &mut y);
            (y * &dy).sum()
        };
        check_gradient("x", &x, &dx, loss).assert_below(1e-8);
    }
}

#[test]
fn rms_norm() {
    for (c, size, epsilon) in
        [(6, 1.0, 1e-5), (6, 1.0, 0.5), (8, 100.0, 1e-5), (1, 1.0, 0.5)]
    {
        let mut rng = StdRng::seed_from_u64(2);
        let norm = draw::norm(c, epsilon, &mut rng);
        let x: Array3<f64> = normal((2, 3, c), size, &mut rng);
        let check = check_layer(&norm, &x, &mut rng);
        assert_eq!(check.checked, 2 * 3 * c + c, "every element of x and of the gain");
        check.assert_below(1e-8);
    }
}

#[test]
fn swiglu() {
    let mut rng = StdRng::seed_from_u64(3);
    let network = draw::network(4, 5, &mut rng);
    let check = check_layer(&network, &normal((2, 3, 4), 1.0, &mut rng), &mut rng);
    assert_eq!(check.checked, 2 * 3 * 4 + 3 * 4 * 5, "every element of x and θ");
    check.assert_below(1e-8);
}

#[test]
fn grouped_queries() {
    for sizes in [[1, 1, 1], [1, 3, 2], [2, 2, 1], [3, 1, 1]] {
        for turned in [false, true] {
            let mut rng = StdRng::seed_from_u64(4);
            let layer = draw::attention(5, sizes, turned, &mut rng);
            let check = check_layer(&layer, &normal((2, 4, 5), 1.0, &mut rng), &mut rng);
            assert_eq!(check.checked, 2 * 4 * 5 + layer.parameter_count(), "x and θ");
            check.assert_below(1e-8);
        }
    }
}

#[test]
fn attention_with_a_price_of_distance() {
    for sizes in [[1, 1, 1], [2, 2, 1]] {
        let mut rng = StdRng::seed_from_u64(4);
        let mut layer = draw::attention(5, sizes, false, &mut rng);
        layer.slopes = Some(slopes(layer.heads));
        let check = check_layer(&layer, &normal((2, 4, 5), 1.0, &mut rng), &mut rng);
        assert_eq!(check.checked, 2 * 4 * 5 + layer.parameter_count(), "x and θ");
        check.assert_below(1e-8);
    }
}

#[test]
fn a_block_of_any_parts() {
    let config = Config::article(3, 4, 1, 2, 4);
    for recipe in recipes() {
        let mut rng = StdRng::seed_from_u64(5);
        let block: Block<f64> = Block::new(&config, &recipe, &mut rng);
        check_layer(&block, &normal((2, 4, 4), 1.0, &mut rng), &mut rng).assert_below(1e-8);
    }
}

/// Every other one with a tied head. The ε is large: a norm bends within √(r² + ε) of 0, with
/// r the size of its vector, so its third derivative, and with it the error of a central
/// difference, grows as 1/√(r² + ε)³. With 1e-5 and the small vectors of a new model the
/// check would measure itself.
#[test]
fn a_whole_decoder_of_any_parts() {
    for (i, recipe) in recipes().into_iter().enumerate() {
        let mut rng = StdRng::seed_from_u64(6);
        let tied = i % 2 == 1;
        let config = Config { tied, epsilon: 0.5, ..Config::article(5, 4, 2, 2, 8) };
        let mut model: Decoder<f64> = Decoder::new(&config, &recipe, &mut rng);
        for (_, mut tensor) in model.tensors_mut() {
            let nudge: ArrayD<f64> = normal(tensor.raw_dim(), 0.2, &mut rng);
            tensor += &nudge;
        }
        model.embedding.table = normal((5, 8), 0.5, &mut rng);
        let tokens = draw::tokens(2, 3, 5, 7);
        let (logits, cache) = model.forward(&tokens);
        let r: Array3<f64> = normal(logits.raw_dim(), 1.0, &mut rng);
        let gradient = model.backward(cache, &r);
        let loss = |model: &Decoder<f64>| (model.forward(&tokens).0 * &r).sum();
        let check = check_params(&model, &gradient, loss);
        assert_eq!(check.checked, model.parameter_count(), "every parameter");
        check.assert_below(1e-8);
    }
}
