//! Every gradient against central differences in `f64`: of the whole model, for all sixteen
//! choices.

use decoder::{Block, Embedding, Gpt};
use foundations::{Params, check_gradient, check_layer, check_params, normal};
use ndarray::{Array2, Array3};
use rand::{SeedableRng, rngs::StdRng};

use crate::drawn;

/// A model, its gradient for the loss `L = Σ r ∘ logits`, and that loss.
fn with_gradient(
    number: usize,
    sizes: [usize; 5],
    batch: usize,
    t: usize,
) -> (Gpt<f64>, Gpt<f64>, impl Fn(&Gpt<f64>) -> f64) {
    let mut rng = StdRng::seed_from_u64(100 + number as u64);
    let model = drawn::model(drawn::config(number, sizes), &mut rng);
    let tokens = drawn::tokens(batch, t, model.config.vocab, &mut rng);
    let (logits, cache) = model.forward(&tokens);
    let r: Array3<f64> = normal(logits.raw_dim(), 1.0, &mut rng);
    let gradient = model.backward(cache, &r);
    (model, gradient, move |model: &Gpt<f64>| (model.forward(&tokens).0 * &r).sum())
}

/// The model `step` further along a direction.
fn moved(model: &Gpt<f64>, direction: &Gpt<f64>, step: f64) -> Gpt<f64> {
    let (mut model, mut direction) = (model.clone(), direction.clone());
    direction.scale(step);
    model.accumulate(&direction);
    model
}

fn dot(one: &Gpt<f64>, other: &Gpt<f64>) -> f64 {
    one.tensors().iter().zip(other.tensors()).map(|((_, a), (_, b))| (a * &b).sum()).sum()
}

/// `(L(θ + h·v) − L(θ − h·v)) / 2h = ∂L/∂θ · v` for eight random directions v of length 1.
#[test]
fn the_slope_along_random_directions_for_all_sixteen_choices() {
    let mut rng = StdRng::seed_from_u64(1);
    for number in 0..16 {
        let (model, gradient, loss) = with_gradient(number, [11, 8, 3, 2, 4], 2, 7);
        for _ in 0..8 {
            let mut v = model.zeros_like();
            for (_, mut tensor) in v.tensors_mut() {
                let draws = normal(tensor.raw_dim(), 1.0, &mut rng);
                tensor.assign(&draws);
            }
            v.scale(1.0 / dot(&v, &v).sqrt());
            let h = 1e-5;
            let numeric =
                (loss(&moved(&model, &v, h)) - loss(&moved(&model, &v, -h))) / (2.0 * h);
            let analytic = dot(&gradient, &v);
            let error =
                (analytic - numeric).abs() / analytic.abs().max(numeric.abs()).max(1.0);
            assert!(
                error < 1e-7,
                "{analytic} or {numeric}? off by {error:.1e}, {:?}",
                model.config
            );
        }
    }
}

#[test]
fn every_single_parameter_for_all_sixteen_choices() {
    for number in 0..16 {
        let (model, gradient, loss) = with_gradient(number, [5, 4, 2, 2, 3], 2, 3);
        let check = check_params(&model, &gradient, loss);
        assert_eq!(check.checked, model.parameter_count());
        check.assert_below(1e-8);
    }
}

#[test]
fn a_block_with_every_choice() {
    let mut rng = StdRng::seed_from_u64(3);
    for number in 0..4 {
        let model = drawn::model(drawn::config(number, [2, 5, 1, 2, 3]), &mut rng);
        let x = normal((2, 5, 6), 1.0, &mut rng);
        let block: &Block<f64> = &model.blocks[0];
        let check = check_layer(block, &x, &mut rng);
        assert_eq!(check.checked, x.len() + block.parameter_count());
        check.assert_below(1e-8);
    }
}

#[test]
fn the_embeddings_table() {
    let mut rng = StdRng::seed_from_u64(4);
    let embedding = Embedding::new(6, 3, 1.0, &mut rng);
    let tokens =
        Array2::from_shape_vec((2, 4), vec![3, 3, 0, 3, 5, 0, 3, 1]).expect("2·4 tokens");
    let r: Array3<f64> = normal((2, 4, 3), 1.0, &mut rng);
    let gradient = embedding.backward(&tokens, &r);
    let loss = |table: &Array2<f64>| {
        (Embedding { table: table.clone() }.forward(&tokens) * &r).sum()
    };
    check_gradient("table", &embedding.table, &gradient.table, loss).assert_below(1e-8);
}
