//! One who puts together what is solved so far.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::hand_out::{file, program, said, solution};

/// How many functions are a student's, of the assistant and of chapter 9's decoder.
fn yours(count: usize, newer: usize) -> String {
    let assistants = assembled::PARTS.len() - 4;
    format!("Yours: {count} of the assistant's {assistants} functions, and {newer} of the 4 of chapter 9's")
}

/// Solved, unsolved and wrong functions side by side in one assistant.
pub(crate) fn assembles_what_is_solved(copy: &Path) {
    let model = copy.join("a-model");
    let mut pretrain = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    pretrain.args(["pretrain", "--steps", "2", "--layers", "1", "--heads", "2", "--channels", "8", "--out"]);
    let output = pretrain.arg(&model).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let assemble = |more: &[&str]| {
        let mut command = program(copy);
        let output = command.args(["assemble", "--steps", "5"]).args(more).output().unwrap();
        (output.status.code(), said(&output))
    };
    let (code, empty) = assemble(&[]);
    assert!(code == Some(0) && empty.contains("Nothing of it is yours yet"), "{empty}");

    let put = |exercise: &str, text: &str| fs::write(file(copy, exercise, "main.rs"), text).unwrap();
    put("normalised_tokens", &solution("normalised_tokens"));
    let output = program(copy).args(["check", "normalised_tokens"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let with_model = ["--model", model.to_str().unwrap()];
    let (code, one) = assemble(&with_model);
    assert!(code == Some(0) && one.contains(&yours(1, 0)), "{one}");
    assert!(one.contains("thirsty") && one.contains("the book's text, letter for letter"), "{one}");
    assert!(!one.contains("the loss is"), "nothing of the training is theirs: {one}");
    let map =
        one.lines().find_map(|line| line.strip_prefix("What is yours, on the map of the whole machine: "));
    let drawn = fs::read_to_string(map.unwrap()).unwrap();
    assert_eq!(drawn.matches("fill-opacity=\"0.14\"").count(), 2, "the norm stands twice on the map");

    // As it began, it is the bug of the exercise: it shows where keys are kept, and not before.
    let (code, wrong) = assemble(&[&with_model[..], &["--with", "mask_with_a_past"]].concat());
    assert!(code == Some(1) && wrong.contains("✗ `causal_weights` of mask_with_a_past"), "{wrong}");
    assert!(wrong.contains(&yours(2, 0)), "{wrong}");
    assert!(!wrong.contains("`normalised`"), "what is right is not blamed: {wrong}");

    // One that has not its functions, and one that is right and of the last chapter.
    put("weights_of_a_pair", &solution("weights_of_a_pair"));
    put("cut_to_a_length", "fn main() {}");
    let more = ["--with", "weights_of_a_pair", "--with", "cut_to_a_length"];
    let (code, broken) = assemble(&[&with_model[..], &more].concat());
    assert!(code == Some(1) && broken.contains("cut_to_a_length: the book's stands in"), "{broken}");
    assert!(broken.contains("step    4") && broken.contains("A: "), "{broken}");
    assert_eq!(broken.matches('✗').count(), 1, "the others are right: {broken}");

    let (code, other) = assemble(&["--model", "chapters"]);
    assert!(code == Some(1) && other.contains("config.json"), "{other}");
    for exercise in ["normalised_tokens", "weights_of_a_pair", "cut_to_a_length"] {
        fs::copy(file(copy, exercise, "start.rs"), file(copy, exercise, "main.rs")).unwrap();
    }
}
