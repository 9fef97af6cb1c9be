//! `glassgpt train`: the three stages in a row.

use std::fs;

#[cfg(unix)]
use model_files::Stage;

use crate::program::*;

#[cfg(unix)]
const STAGES: [&str; 3] = ["pretrained", "supervised", "aligned"];
const TINY: &str = "--pretrain-steps 12 --sft-steps 10 --rl-steps 3 --layers 1 --heads 2 --channels 8";

/// The questions and answers of a transcript.
#[cfg(unix)]
fn talk(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.starts_with("  ")).collect()
}

#[cfg(unix)]
#[test]
fn three_models_answer_the_same_three_questions_stopped_or_not() {
    let (whole, stopped) = (folder(), folder());
    let said = trains("train", whole.path(), TINY);
    for question in ["who is the red fox?", "who is the tiny owl?", "where is the big frog?"] {
        assert_eq!(said.matches(&format!("  Q: {question}\n  A: ")).count(), 3, "{said}");
    }
    let places: Vec<_> =
        ["1. Pre-training", "2. Supervised", "3. Reinforcement"].map(|s| said.find(s)).into();
    assert!(places.is_sorted() && places[0].is_some(), "{said}");
    for (stage, name) in [Stage::Pretrained, Stage::Supervised, Stage::Aligned].into_iter().zip(STAGES) {
        assert_eq!(model_files::stage(&whole.path().join(name)).unwrap(), Some(stage));
    }

    let mut run = command("train", stopped.path(), TINY);
    let mut last = String::new();
    for stage in STAGES {
        last = interrupted(&mut run, &stopped.path().join(stage), 1);
        assert!(last.contains("Go on with: ") && last.contains("train --resume --out"), "{last}");
        run = command("train", stopped.path(), "--resume");
    }
    let resumed = succeeds(&run.output().unwrap());
    assert_eq!(talk(&resumed), talk(&said), "{last}");
    for stage in STAGES {
        assert_same_result(&whole.path().join(stage), &stopped.path().join(stage));
    }
}

#[test]
fn impossible_flags_are_refused_before_anything_is_written() {
    let cases = [
        ("--pretrain-steps 0", "--pretrain-steps is 0"),
        ("--sft-steps 0", "--sft-steps is 0"),
        ("--rl-steps 0", "--rl-steps is 0"),
        ("--beta -1", "β must be a number of at least 0"),
        ("--heads 5", "can't be shared out among --heads 5"),
        ("--channels 4000000", "of memory"),
        ("--resume", "no training to go on with"),
    ];
    refuses_before_anything_is_written("train", &cases.map(|(flags, said)| (flags.to_owned(), said)));
}

#[test]
fn a_training_that_is_there_is_left_as_it_is() {
    let dir = folder();
    let file = dir.path().join("train.json");
    let steps = r#""pretrain-steps": 3, "sft-steps": 2, "rl-steps": 1"#;
    fs::write(
        &file,
        format!(r#"{{{steps}, "beta": 1.0, "layers": 1, "heads": 2, "channels": 8, "seed": 1}}"#),
    )
    .unwrap();
    assert!(refuses("train", dir.path(), TINY).contains("holds a training already (train.json)"));
    let said = refuses("train", dir.path(), "--resume --beta 0.5 --sft-steps 9");
    assert!(said.contains("--beta 1.0, not 0.5") && said.contains("--sft-steps 2, not 9"), "{said}");
    fs::write(&file, "{").unwrap();
    assert!(refuses("train", dir.path(), "--resume").contains("train.json is broken"));
}
