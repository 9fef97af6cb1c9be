//! A model's own three files, each damaged among the others as they were.

use std::fs;
use std::path::Path;

use glassgpt::decoder::{Config, LanguageModel};
use ndarray::Array2;
use proptest::prelude::*;

use trials::{Input, anything, damaged, damaged_header, damaged_json, trial};

const FILES: [&str; 3] = ["config.json", "vocab.json", "model.safetensors"];

fn right(name: &str) -> Vec<u8> {
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/gelu-tied");
    fs::read(fixture.join(name)).expect("a file of the fixture")
}

fn right_text(name: &str) -> String {
    String::from_utf8(right(name)).expect("a file of text")
}

/// Loads the model with this one file in the place of the right one, and lets it look at a text.
fn try_files(name: &str, inputs: usize, strategy: impl Strategy<Value = Input>) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for other in FILES {
        fs::write(dir.path().join(other), right(other)).expect("a copy");
    }
    let sentence = |error| format!("{error:#}");
    trial(name, inputs, strategy, |bytes| {
        fs::write(dir.path().join(name), bytes).expect("a damaged file");
        let stage = model_files::stage(dir.path());
        let (model, _) = model_files::load(dir.path()).map_err(sentence)?;
        let Config { vocab, context, .. } = *model.config();
        let tokens = vocab.min(context);
        ::models::logits(&model, &Array2::from_shape_fn((1, tokens), |(_, t)| t));
        stage.map(drop).map_err(sentence)
    });
}

#[test]
fn trial_of_a_configuration() {
    let text = right_text("config.json");
    try_files(
        "config.json",
        3000,
        prop_oneof![
            1 => anything(),
            2 => damaged("a configuration", text.clone().into_bytes()),
            4 => damaged_json("a configuration", &text),
        ],
    );
}

#[test]
fn trial_of_a_vocabulary() {
    let text = right_text("vocab.json");
    try_files(
        "vocab.json",
        3000,
        prop_oneof![
            1 => anything(),
            2 => damaged("a vocabulary", text.clone().into_bytes()),
            4 => damaged_json("a vocabulary", &text),
        ],
    );
}

#[test]
fn trial_of_weights() {
    let bytes = right("model.safetensors");
    try_files(
        "model.safetensors",
        3000,
        prop_oneof![
            1 => anything(),
            3 => damaged("weights", bytes.clone()),
            1 => damaged("the first bytes of weights", bytes[..200].to_vec()),
            4 => damaged_header("a header", &bytes),
        ],
    );
}
