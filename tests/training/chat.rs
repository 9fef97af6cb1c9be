//! `glassgpt chat`, by a pipe.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use glassgpt::hollow_wood::ALPHABET;
use model_files::Stage;

use crate::models::{kind_or_rude, model, of_byte_pairs, of_wood};
use crate::program::{succeeds, text_of};

fn chat(model: &Path, flags: &[&str], lines: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_glassgpt"))
        .args(["chat", "--model"])
        .arg(model)
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(lines); // it may have ended before it read them
    child.wait_with_output().unwrap()
}

/// What it says to these lines, after its first one.
#[track_caller]
pub(crate) fn said_to(model: &Path, lines: &str) -> Vec<String> {
    let said = succeeds(&chat(model, &[], lines.as_bytes()));
    said.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn it_answers_line_by_line() {
    let model = kind_or_rude();
    let said = said_to(model, "who is the red fox?\n\n  who is the red fox?  \n");
    assert_eq!(said.len(), 2, "an empty line asks nothing: {said:?}");
    assert!(said.iter().all(|answer| ["A: kind", "A: rude"].contains(&&answer[..])), "{said:?}");
    let with = |seed| text_of(&chat(model, &["--seed", seed], &b"who is the red fox?\n".repeat(9)).stdout);
    assert_eq!(with("7"), with("7"));
    assert_ne!(with("7"), with("8"));
}

#[test]
fn quit_and_the_end_of_the_lines_end_it() {
    let model = kind_or_rude();
    assert!(said_to(model, "/quit\nwho is the red fox?\n").is_empty());
    assert!(said_to(model, "").is_empty());
    assert_eq!(said_to(model, "who is the red fox?").len(), 1, "without the end of its line");
}

#[test]
fn what_can_not_be_asked_gets_a_sentence_and_the_chat_goes_on() {
    let model = kind_or_rude();
    let long = "who ".repeat(30);
    let said = said_to(model, &format!("ça?\n{long}\n/hello\nwho is the red fox?\n"));
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(
        said[0],
        "This can't be asked: the character 'ç' (number 1) is not in the model's vocabulary."
    );
    assert!(said[1].contains("has 126 tokens, but the model looks at 96"), "{}", said[1]);
    assert_eq!(said[2], "There is no /hello: /help lists what there is.");
    assert!(said[3].starts_with("A: "));
}

#[test]
fn it_shows_how_likely_each_character_was() {
    let model = kind_or_rude();
    let said = said_to(model, "/probabilities\nwho is the red fox?\n/probabilities\n");
    assert_eq!(said[0], "Nothing was said yet: ask a question first.");
    let word = said[1].strip_prefix("A: ").unwrap();
    assert_eq!(said[2], "said    likeliest");
    let table = &said[3..];
    assert_eq!(table.len(), word.len() + 1, "a line for each character, the stop sign too: {said:?}");
    for (line, character) in table.iter().zip(word.chars().chain(['~'])) {
        assert!(line.starts_with(&format!("\"{character}\"")), "{line}");
    }
    assert!(
        table[0].contains("\"k\"") && table[0].contains("\"r\""),
        "both can begin an answer: {}",
        table[0]
    );
    let shares: Vec<f64> = table[0].split_whitespace().filter_map(|part| part.parse().ok()).take(2).collect();
    assert!(shares.iter().sum::<f64>() > 90.0 && shares[0] >= shares[1], "{shares:?}");
}

#[test]
fn it_says_how_fast_it_was() {
    let said = said_to(kind_or_rude(), "/speed\nwho is the red fox?\n/speed\n");
    assert_eq!(said[0], "Nothing was said yet: ask a question first.");
    assert!(said[2].starts_with("5 tokens in ") && said[2].ends_with(" a second"), "{said:?}");
}

#[test]
fn help_lists_what_there_is() {
    let said = said_to(of_wood(Stage::Supervised).path(), "/help\n").join("\n");
    for command in ["/probabilities", "/speed", "/help", "/quit"] {
        assert!(said.contains(command), "{said}");
    }
}

#[test]
fn it_says_what_the_model_has_learnt() {
    for (model, said) in [
        (of_wood(Stage::Pretrained), "continue stories, not to answer"),
        (of_wood(Stage::Supervised), "from examples"),
        (of_wood(Stage::Aligned), "from a reward"),
        (model(ALPHABET, 96, None), "is not known"),
    ] {
        let first = succeeds(&chat(model.path(), &[], b""));
        assert!(first.contains(said), "{first}");
    }
}

#[test]
fn an_answer_without_an_end_is_cut_where_the_model_can_look_no_further() {
    let model = model("Q: \nAb", 20, None); // it has no sign to stop with
    let said = said_to(model.path(), "bb\n").join("\n");
    assert_eq!(said.chars().count(), "A: ".len() + (20 - "Q: bb\nA: ".len()) + 1, "{said:?}");
    assert!(said.ends_with('…'));
}

#[test]
fn a_gpt2_of_byte_pairs_can_be_asked_too() {
    let said = said_to(&of_byte_pairs(), "猫\n/probabilities\n");
    assert!(said[0].starts_with("A: ") || said[0].contains("looks at"), "{said:?}");
}

#[test]
fn faults_end_in_one_sentence() {
    let output = chat(Path::new("nowhere"), &[], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text_of(&output.stderr), "error: nowhere is not a directory: give the directory of a model\n");
}

/// From PowerShell, from an old editor: that line is refused, and the next is answered.
#[test]
fn a_line_that_is_no_text_is_refused_alone() {
    let model = kind_or_rude();
    let lines = b"\xef\xbb\xbfwho is the red fox?\ncaf\xe9?\n\xff\xfe\nwho is the red fox?\n";
    let said = succeeds(&chat(model, &[], lines));
    let said: Vec<&str> = said.lines().skip(1).collect();
    assert_eq!(said[1..3], ["This can't be asked: the line is not UTF-8 text."; 2]);
    assert!(said.len() == 4 && said[0].starts_with("A: ") && said[3].starts_with("A: "), "{said:?}");
}
