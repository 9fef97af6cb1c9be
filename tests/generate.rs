//! `glassgpt generate` from outside.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use glassgpt::decoder::{Config, Vocabulary};
use glassgpt::since_gpt2::Choice;
use model_files::Shape;
use rand::{SeedableRng, rngs::StdRng};
use tempfile::TempDir;

/// A model of these characters that knows nothing.
fn model_of(characters: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let vocabulary = Vocabulary::of(characters);
    let config = Config::article(vocabulary.len(), 8, 1, 2, 8);
    let model = Shape::Gpt2(config).new_model(&mut StdRng::seed_from_u64(1));
    model_files::save(dir.path(), &model, &vocabulary.into(), None).unwrap();
    dir
}

fn command(model: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    command.args(["generate", "--model"]).arg(model).args(flags);
    command
}

/// What it wrote; nothing else may be said.
fn text(model: &Path, flags: &[&str]) -> String {
    let Output { status, stdout, stderr } = command(model, flags).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(status.success() && stderr.is_empty(), "{flags:?}: {status}, {stderr}");
    String::from_utf8(stdout).unwrap()
}

/// The exit code and the sentence of a refusal that writes nothing.
fn refusal(model: &Path, flags: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = command(model, flags).output().unwrap();
    assert!(stdout.is_empty(), "{flags:?} wrote {stdout:?}");
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn it_writes_the_prompt_and_exactly_the_tokens_asked_for() {
    let model = model_of("abcé猫\n");
    for tokens in [0, 1, 7, 8, 9, 50] {
        let written = text(model.path(), &["--prompt", "a猫é", "--tokens", &tokens.to_string()]);
        assert!(written.starts_with("a猫é"));
        assert_eq!(written.chars().count(), 3 + tokens);
    }
    let long = "abc".repeat(10); // longer than the context
    assert_eq!(text(model.path(), &["--prompt", &long, "--tokens", "5"]).chars().count(), 35);
    assert_eq!(text(model.path(), &[]).chars().count(), 200);
}

#[test]
fn the_same_seed_writes_the_same_text() {
    let model = model_of("abcdefgh\n");
    let with = |seed| text(model.path(), &["--prompt", "a", "--tokens", "60", "--seed", seed]);
    assert_eq!(with("7"), with("7"));
    assert_ne!(with("7"), with("8"));
    let greedy = |seed| text(model.path(), &["--prompt", "a", "--temperature", "0", "--seed", seed]);
    assert_eq!(greedy("7"), greedy("8"));
    let of = |flag, value| text(model.path(), &["--prompt", "a", "--seed", "7", flag, value]);
    assert_eq!(of("--top-k", "1"), greedy("7"));
    assert_eq!(of("--top-p", "0.000001"), greedy("7"));
    assert_eq!(of("--top-p", "1"), of("--top-k", "1000"));
}

#[test]
fn it_stops_where_the_text_it_wrote_contains_the_stop() {
    let model = model_of("ab\n");
    let written = text(model.path(), &["--prompt", "ab", "--tokens", "500", "--stop", "ab"]);
    assert!(written.ends_with("ab") && written.len() > 2, "{written:?}");
    assert_eq!(written[2..].matches("ab").count(), 1, "the prompt's own does not count");
    let whole = text(model.path(), &["--prompt", "ab", "--tokens", "500"]);
    assert!(whole.starts_with(&written));
    assert_eq!(text(model.path(), &["--tokens", "50", "--stop", "z"]).len(), 50);
}

#[test]
fn without_a_prompt_it_starts_where_a_text_would() {
    assert_eq!(text(model_of("ab\n").path(), &["--tokens", "20"]).len(), 20);
    assert_eq!(text(model_of("ab ").path(), &["--prompt", "", "--tokens", "20"]).len(), 20);
    let (code, sentence) = refusal(model_of("ab").path(), &[]);
    assert_eq!(code, 2);
    assert!(sentence.starts_with("error: --prompt: this model needs a text to go on from"), "{sentence}");
}

#[test]
fn every_wrong_flag_has_its_sentence() {
    let model = model_of("ab\n");
    for (flag, value, sentence) in [
        ("--temperature", "-0.1", "the temperature must be a number of at least 0"),
        ("--temperature", "NaN", "the temperature must be a number of at least 0"),
        ("--temperature", "warm", "the temperature must be a number of at least 0"),
        ("--top-k", "0", "k must be a whole number of at least 1"),
        ("--top-k", "-1", "k must be a whole number of at least 1"),
        ("--top-p", "0", "p must be above 0 and at most 1"),
        ("--top-p", "1.5", "p must be above 0 and at most 1"),
        ("--top-p", "NaN", "p must be above 0 and at most 1"),
        ("--stop", "", "leave --stop out"),
        ("--prompt", "abz", "the character 'z' (number 3) is not in the model's vocabulary"),
        ("--tokens", "many", "invalid digit"),
        ("--seed", "0.5", "invalid digit"),
    ] {
        let (code, stderr) = refusal(model.path(), &[flag, value]);
        assert_eq!(code, 2, "{flag} {value}");
        assert!(stderr.contains(flag) && stderr.contains(sentence), "{flag} {value}: {stderr}");
    }
}

#[test]
fn files_that_are_no_model_end_in_one_line() {
    let model = model_of("ab\n");
    fs::write(model.path().join("config.json"), r#"{"n_embd": 12, "n_head": 1, "vocab_size": 3}"#).unwrap();
    let (code, stderr) = refusal(model.path(), &[]);
    assert_eq!((code, stderr.lines().count()), (1, 1), "{stderr}");
    assert!(
        stderr.contains("model.safetensors: the tensor transformer.wte.weight has the shape"),
        "{stderr}"
    );
    let (code, stderr) = refusal(&model.path().join("nowhere"), &[]);
    assert_eq!((code, stderr.lines().count()), (1, 1), "{stderr}");
}

#[test]
fn how_fast_it_was_is_said_on_request() {
    let model = model_of("ab\n");
    let Output { status, stdout, stderr } =
        command(model.path(), &["--prompt", "a", "--tokens", "20", "--speed"]).output().unwrap();
    assert!(status.success() && stdout.len() == 21, "the text itself is as it was");
    let said = String::from_utf8(stderr).unwrap();
    assert!(said.starts_with("\n20 tokens in ") && said.ends_with(" a second\n"), "{said:?}");
}

/// A model that says nothing but the end of a text.
#[test]
fn an_end_of_text_ends_it() {
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs");
    let (Choice::Then(mut model), tokenizer) = model_files::load(&fixture).unwrap() else {
        panic!("a GPT-2")
    };
    let end = tokenizer.end_of_text().unwrap();
    let norm = model.norm.as_mut().unwrap();
    norm.gain.fill(0.0);
    norm.bias.fill(1.0);
    model.embedding.table.row_mut(end).fill(100.0);
    let dir = tempfile::tempdir().unwrap();
    model_files::save(dir.path(), &Choice::Then(model), &tokenizer, None).unwrap();
    let written = text(dir.path(), &["--prompt", "the", "--tokens", "100", "--temperature", "0"]);
    assert_eq!(written, "the", "nothing is shown of it, and nothing comes after it");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let model = model_of("ab\n");
    let mut child = command(model.path(), &["--tokens", "1000000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 10]; // as `| head -c 10` does
    child.stdout.take().unwrap().read_exact(&mut start).unwrap(); // here the pipe is closed, and it has to end
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert!(status.success() && stderr.is_empty(), "{status}: {}", String::from_utf8_lossy(&stderr));
}

#[test]
fn a_gpt2_of_byte_pairs_writes_text() {
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/byte-pairs");
    let written = text(&fixture, &["--prompt", "the 猫", "--tokens", "100"]); // UTF-8, or it would have failed
    assert!(written.starts_with("the 猫"));
    assert_eq!(written, text(&fixture, &["--prompt", "the 猫", "--tokens", "100"]));
    assert!(!text(&fixture, &["--tokens", "5"]).is_empty());
}
