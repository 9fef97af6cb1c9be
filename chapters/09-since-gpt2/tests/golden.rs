//! Values and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use decoder::{Config, LanguageModel};
use foundations::Params;
use golden::Golden;
use ndarray::{Array2, ArrayD};
use rand::{SeedableRng, rngs::StdRng};
use since_gpt2::{Decoder, GroupedQueries, Recipe, RmsNorm, Rotary, SwiGlu, slopes};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

#[test]
fn a_turn_and_its_gradient() {
    for case in cases("turned") {
        let (mut y, mut dx): (Array2<f64>, Array2<f64>) =
            (case.array("x"), case.array("dy"));
        let past = case.size("past");
        let rotary = Rotary::new(past + y.nrows(), y.ncols(), case.number("base"));
        rotary.turn(past, &mut y);
        rotary.turn_back(past, &mut dx);
        case.assert("y", &y);
        case.assert("dx", &dx);
    }
}

#[test]
fn rms_norm_and_its_gradients() {
    for case in cases("rms_norm") {
        let norm = RmsNorm { gain: case.array("gain"), epsilon: case.number("epsilon") };
        case.assert_layer(&norm, 1);
    }
}

#[test]
fn swiglu_and_its_gradients() {
    for case in cases("swiglu") {
        let network = SwiGlu {
            gate: case.array("gate"),
            up: case.array("up"),
            down: case.array("down"),
        };
        case.assert_layer(&network, 3);
    }
}

#[test]
fn grouped_queries_and_their_gradients() {
    for case in cases("grouped") {
        let query: Array2<f64> = case.array("query");
        let (heads, d) = (case.size("heads"), query.ncols() / case.size("heads"));
        let layer = GroupedQueries {
            query,
            key: case.array("key"),
            value: case.array("value"),
            out: case.array("out"),
            heads,
            groups: case.size("groups"),
            rotary: case.is("turned").then(|| Rotary::new(9, d, 10_000.0)),
            slopes: case.is("priced").then(|| slopes(heads)),
        };
        case.assert_layer(&layer, 4);
    }
}

#[test]
fn a_whole_decoder_and_every_gradient() {
    for case in cases("decoder") {
        let config = Config::article(
            case.size("vocab"),
            case.size("context"),
            case.size("layers"),
            case.size("heads"),
            case.size("channels"),
        );
        let recipe = Recipe { groups: Some(case.size("groups")), ..Recipe::NOW };
        let mut model = Decoder::new(&config, &recipe, &mut StdRng::seed_from_u64(1));
        let theirs = case.part("parameters");
        assert_eq!(model.tensors().len(), theirs.count(), "as many tensors as PyTorch has");
        for (name, mut tensor) in model.tensors_mut() {
            tensor.assign(&theirs.array::<ndarray::IxDyn>(&name));
        }
        let (logits, cache) = model.forward(&case.tokens("tokens"));
        case.assert("logits", &logits);
        let gradient = model.backward(cache, &case.array("dlogits"));
        let gradients = case.part("gradients");
        for (name, ours) in gradient.tensors() {
            let golden: ArrayD<f64> = gradients.array(&name);
            gradients.assert_same(&name, &ours, &golden);
        }
    }
}
