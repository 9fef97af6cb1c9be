//! `glassgpt sft`: examples of questions and answers.

use std::fs;

use glassgpt::hollow_wood::ALPHABET;
use model_files::Stage;

use crate::models::{file, model, of_byte_pairs, of_wood};
use crate::program::*;

const TINY: &str = "--batch 4 --lr 0.01";

#[test]
fn it_writes_a_supervised_model_and_a_row_for_each_step() {
    let (base, dir) = (of_wood(Stage::Pretrained), folder());
    let said = trains("sft", dir.path(), &format!("--model {} --steps 20 {TINY}", base.path().display()));
    assert!(said.contains("76 to learn, 20 held out") && said.contains("Valid answers"), "{said}");
    assert!(said.contains("A step looks at 4 of them, and at a story for every four."), "{said}");
    assert_eq!(header(dir.path()), "step,loss,val_loss,valid,lr,tokens_per_s");
    let rows = rows(dir.path());
    assert_eq!(rows.len(), 20);
    let loss = |row: usize, column: usize| rows[row][column].parse::<f64>().unwrap();
    assert!((loss(0, 1) - 34_f64.ln()).abs() < 0.2, "{}", loss(0, 1));
    assert!(loss(19, 2) < loss(2, 2), "the held-out answers are learnt too");
    assert!(rows[0][2].is_empty() && rows[0][3].is_empty(), "measuring at each step takes too long");
    assert_eq!(model_files::stage(dir.path()).unwrap(), Some(Stage::Supervised));
    assert_eq!(model_files::stage(base.path()).unwrap(), Some(Stage::Pretrained), "the first is as it was");
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let base = of_wood(Stage::Pretrained);
    assert_same_for_any_number_of_threads(
        "sft",
        &format!("--model {} --steps 8 {TINY}", base.path().display()),
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_resume_ends_with_the_same_bits() {
    let base = of_wood(Stage::Pretrained);
    let flags = format!("--model {} --steps 60 {TINY}", base.path().display());
    assert_same_after_ctrl_c("sft", &flags, 10, 60);
}

#[test]
fn own_pairs_are_learnt_by_a_model_of_an_own_text() {
    let dir = folder();
    let text = file(dir.path(), "text.txt", &["été — 猫 ".repeat(50).as_str()]);
    let (base, out) = (dir.path().join("base"), dir.path().join("out"));
    let sizes = "--steps 2 --batch 2 --context 32 --layers 1 --heads 2 --channels 16";
    trains("pretrain", &base, &format!("--text {} {sizes}", text.display()));
    let pairs = file(dir.path(), "pairs.jsonl", &[r#"{"prompt": "猫", "answer": "été"}"#, ""]);
    let flags = format!("--model {} --pairs {} --steps 60 {TINY}", base.display(), pairs.display());
    let said = trains("sft", &out, &flags);
    assert!(said.contains("1 pairs to learn, 0 held out") && !said.contains("held-out"), "{said}");
    assert!(!said.contains("story"), "own pairs are all that is looked at: {said}");
    assert_eq!(super::chat::said_to(&out, "猫\n"), ["A: été"]);
    // It goes on with the pairs that it was started with, also when they have moved.
    let moved = dir.path().join("moved.jsonl");
    fs::rename(&pairs, &moved).unwrap();
    assert!(refuses("sft", &out, "--resume").contains("can't be read"));
    trains("sft", &out, &format!("--resume --pairs {}", moved.display()));
    fs::write(&moved, r#"{"prompt": "猫", "answer": "—"}"#).unwrap();
    let said = refuses("sft", &out, &format!("--resume --pairs {}", moved.display()));
    assert!(said.contains("does not hold the pairs that the run was started with"), "{said}");
}

#[test]
fn the_last_tenth_of_own_pairs_is_held_out() {
    let (base, dir) = (of_wood(Stage::Pretrained), folder());
    let pairs = file(dir.path(), "pairs.jsonl", &[r#"{"prompt": "who", "answer": "me"}"#; 20]);
    let out = dir.path().join("out");
    let flags = format!("--model {} --pairs {} --steps 9 {TINY}", base.path().display(), pairs.display());
    let said = trains("sft", &out, &flags);
    assert!(
        said.contains("18 pairs to learn, 2 held out") && said.contains("Loss on the held-out"),
        "{said}"
    );
    let last = &rows(&out)[8];
    assert!(
        !last[2].is_empty() && last[3].is_empty(),
        "whether an own answer is valid nobody knows: {last:?}"
    );
}

#[test]
fn lines_that_are_no_pairs_are_named_by_their_number() {
    let (base, dir) = (model(ALPHABET, 48, None), folder());
    let out = dir.path().join("out");
    let refused = |lines: &[&str]| {
        let pairs = file(dir.path(), "pairs.jsonl", lines);
        let flags = format!("--model {} --pairs {} {TINY}", base.path().display(), pairs.display());
        let said = refuses("sft", &out, &flags);
        assert!(!out.exists(), "something was written");
        said
    };
    let good = r#"{"prompt": "who", "answer": "me", "more": 1}"#;
    let long = format!(r#"{{"prompt": "who", "answer": "{}"}}"#, "a".repeat(40));
    let said = refused(&[
        good,
        "who? me",
        r#"{"prompt": "who"}"#,
        r#"{"answer": "me"}"#,
        "",
        r#"{"prompt": "who", "answer": " "}"#,
        r#"{"prompt": "", "answer": "me"}"#,
        r#"{"prompt": "who", "answer": "naïve"}"#,
        r#"{"prompt": "who", "answer": "a~b"}"#,
        r#"{"prompt": 1, "answer": "me"}"#,
        &long,
        "[1, 2]",
        good,
    ]);
    for line in [
        "line 2: it is not a JSON object of texts",
        "line 3: the field \"answer\" is missing (it has prompt): name the two fields prompt and answer",
        "line 4: the field \"prompt\" is missing (it has answer)",
        "line 6: the answer is empty",
        "line 7: the prompt is empty",
        "line 8: in the answer, the character 'ï' (number 3) is not in the model's vocabulary",
        "line 9: the answer contains '~', the sign that ends every answer",
        "line 10: it is not a JSON object of texts",
        "line 11: with the signs around them, prompt and answer have 51 characters, but the model looks at 48",
        "line 12: it is not a JSON object of texts",
    ] {
        assert!(said.contains(line), "{line:?} is not in {said}");
    }
    assert!(!said.contains("line 1:") && !said.contains("line 5:") && !said.contains("line 13:"), "{said}");
    assert!(refused(&["x"; 14]).contains("line 10") && refused(&["x"; 14]).contains("and 4 more"));
    assert!(refused(&["", " "]).contains("holds no pairs"));
}

#[test]
fn pairs_as_other_programs_keep_them_are_learnt_too() {
    let (base, dir) = (of_wood(Stage::Pretrained), folder());
    let line = r#"{"instruction": "who", "input": "", "output": "me"}"#;
    let list = format!("\u{feff}[\r\n{line},\r\n{line}]\r\n");
    for (name, text) in [("lines.jsonl", format!("\u{feff}{line}\r\n{line}\r\n")), ("list.json", list)] {
        let pairs = file(dir.path(), name, &[&text]);
        let flags = format!("--model {} --pairs {} --steps 2 {TINY}", base.path().display(), pairs.display());
        let said = trains("sft", &dir.path().join(name.replace('.', "-")), &flags);
        assert!(said.contains("2 pairs to learn"), "{said}");
    }
}

#[test]
fn impossible_flags_are_refused_before_anything_is_written() {
    let (good, no_sign, no_wood) =
        (of_wood(Stage::Pretrained), model("QA: abc\n", 96, None), model("QA: abc\n~", 96, None));
    let short = model(ALPHABET, 40, None);
    let with = |flags: &str| format!("--model {} {flags}", good.path().display());
    let of = |dir: &std::path::Path| format!("--model {}", dir.display());
    refuses_before_anything_is_written(
        "sft",
        &[
            (String::new(), "--model <DIR>"),
            ("--model nowhere".to_owned(), "nowhere is not a directory"),
            (of(&of_byte_pairs()), "is a model of byte pairs"),
            (of(no_sign.path()), "does not know '~', the sign that ends an answer"),
            (of(no_wood.path()), "a character of Hollow Wood's questions: give --pairs"),
            (of(short.path()), "looks at 40 characters at once"),
            (with("--steps 0"), "--steps is 0"),
            (with("--batch 0"), "--batch is 0"),
            (with("--lr -1"), "must be a number above 0"),
            (with("--batch 18446744073709551615"), "of memory"),
            (with("--pairs nowhere.jsonl"), "nowhere.jsonl can't be read"),
            (with("--pairs ."), "is a folder"),
        ],
    );
}

#[test]
fn a_run_goes_on_with_its_own_command_flags_and_model() {
    let (base, other, dir) = (of_wood(Stage::Pretrained), model(ALPHABET, 90, None), folder());
    trains("sft", dir.path(), &format!("--model {} --steps 2 {TINY}", base.path().display()));
    let before = result(dir.path());
    assert!(refuses("rl", dir.path(), "--resume").contains("holds a run of glassgpt sft"));
    assert!(refuses("sft", dir.path(), "--resume --lr 0.5").contains("--lr 0.01, not 0.5"));
    let said = refuses("sft", dir.path(), &format!("--resume --model {}", other.path().display()));
    assert!(said.contains("does not hold the model that the run was started with"), "{said}");
    let said = refuses("sft", dir.path(), &format!("--model {}", base.path().display()));
    assert!(said.contains("holds a model already"), "{said}");
    assert!(refuses("sft", &dir.path().join("new"), "--resume").contains("no run to go on with"));
    assert_eq!(result(dir.path()), before);
}

#[test]
fn a_loss_that_is_no_number_stops_the_run() {
    let (base, dir) = (of_wood(Stage::Pretrained), folder());
    let said = refuses("sft", dir.path(), &format!("--model {} --steps 40 --lr 1e30", base.path().display()));
    assert!(said.contains("is no longer finite") && said.contains("smaller --lr"), "{said}");
}
