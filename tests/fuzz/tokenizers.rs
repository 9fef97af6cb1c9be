//! GPT-2's byte pairs, from one file or from two.

use std::fs;
use std::path::Path;

use model_files::{TextStream, Tokenizer};
use proptest::prelude::*;

use trials::{Input, anything, damaged, damaged_json, trial};

/// How many tokens the model of the fixture has.
const VOCAB: usize = 270;
const TEXTS: [&str; 7] = [
    "Pack my box, FIVE dozen quick jugs: 0123456789!",
    "",
    " ",
    "the cat",
    "the 猫\u{0} drank\n\n",
    "a<|endoftext|>b",
    "ĠĊ\u{fffd}'s 12",
];

fn right(name: &str) -> String {
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs");
    fs::read_to_string(fixture.join(name)).expect("a file of the fixture")
}

/// Loads the tokenizer with this one file in the place of the right one; one that is accepted must lose nothing.
fn try_files(name: &str, others: &[&str], inputs: usize, strategy: impl Strategy<Value = Input>) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for other in others {
        fs::write(dir.path().join(other), right(other)).expect("a copy");
    }
    trial(&format!("{name} of byte pairs"), inputs, strategy, |bytes| {
        fs::write(dir.path().join(name), bytes).expect("a damaged file");
        let tokenizer = Tokenizer::load(dir.path(), VOCAB).map_err(|error| format!("{error:#}"))?;
        check_use(&tokenizer);
        Ok(())
    });
}

fn check_use(tokenizer: &Tokenizer) {
    for text in TEXTS {
        let tokens = tokenizer.encode(text).expect("every text has tokens");
        assert!(tokens.iter().all(|&token| token < VOCAB), "{text:?} has the tokens {tokens:?}");
        assert_eq!(tokenizer.decode(&tokens), text);
    }
    assert!([tokenizer.start(), tokenizer.stop()].into_iter().flatten().all(|token| token < VOCAB));
    let mut stream = TextStream::new(tokenizer);
    for token in (0..VOCAB).rev() {
        stream.push(token);
    }
    stream.finish();
}

#[test]
fn trial_of_a_tokenizer() {
    let text = right("tokenizer.json");
    try_files(
        "tokenizer.json",
        &[],
        2000,
        prop_oneof![
            1 => anything(),
            2 => damaged("a tokenizer", text.clone().into_bytes()),
            4 => damaged_json("a tokenizer", &text),
        ],
    );
}

#[test]
fn trial_of_merges() {
    let text = right("merges.txt");
    let inputs = prop_oneof![1 => anything(), 3 => damaged("merges", text.into_bytes())];
    try_files("merges.txt", &["vocab.json"], 1500, inputs);
}

#[test]
fn trial_of_entries() {
    let text = right("vocab.json");
    let inputs = prop_oneof![
        1 => anything(),
        2 => damaged("entries", text.clone().into_bytes()),
        4 => damaged_json("entries", &text),
    ];
    try_files("vocab.json", &["merges.txt"], 1500, inputs);
}
