//! `--architecture llama`: chapter 9's decoder, through all commands.

use std::fs;
use std::path::Path;

use glassgpt::decoder::LanguageModel;
use glassgpt::since_gpt2::Choice;
use model_files::Stage;
use tempfile::TempDir;

use super::chat::said_to;
use crate::models::file;
use crate::program::{self, *};

/// Two heads of keys for four of queries; a step takes about a millisecond.
const TINY: &str =
    "--architecture llama --groups 2 --batch 4 --context 8 --layers 1 --heads 4 --channels 8 --lr 0.01";

fn pretrained(flags: &str) -> TempDir {
    let dir = folder();
    trains("pretrain", dir.path(), flags);
    dir
}

fn generated(model: &Path) -> String {
    let mut generate = std::process::Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    succeeds(&generate.args(["generate", "--prompt", "the ", "--model"]).arg(model).output().unwrap())
}

#[test]
fn it_learns_and_is_a_llama_on_disk() {
    let dir = pretrained(&format!("--steps 200 {TINY}"));
    let rows = rows(dir.path());
    let loss = |row: &Vec<String>| row[1].parse::<f64>().unwrap();
    assert!((loss(&rows[0]) - 34_f64.ln()).abs() < 0.1, "at the start every character is as likely");
    assert!(loss(&rows[199]) < loss(&rows[0]) - 0.5);
    let config = fs::read_to_string(dir.path().join("config.json")).unwrap();
    assert!(config.contains("LlamaForCausalLM") && config.contains("\"num_key_value_heads\": 2"), "{config}");
    let (model, _) = model_files::load(dir.path()).unwrap();
    assert!(matches!(model, Choice::Now(_)) && model.config().channels == 8);
    let text = generated(dir.path());
    assert!(text.starts_with("the ") && text.chars().count() == 204, "{text}");
    assert_eq!(text, generated(dir.path()));
    // It goes on with another run, as a llama.
    let further = folder();
    trains("pretrain", further.path(), &format!("--model {} --steps 4 --batch 4", dir.path().display()));
    assert_eq!(fs::read_to_string(further.path().join("config.json")).unwrap(), config);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    assert_same_for_any_number_of_threads("pretrain", &format!("--steps 20 {TINY} --tied"));
}

#[cfg(unix)]
#[test]
fn a_killed_run_resumes_to_the_same_bits() {
    let flags = format!("--steps 600 {TINY}");
    let (whole, killed) = (pretrained(&flags), folder());
    let mut run = program::command("pretrain", killed.path(), &flags).spawn().unwrap();
    for rows in [1, 200] {
        wait_for_rows(killed.path(), rows);
        run.kill().unwrap(); // kill -9
        run.wait().unwrap();
        run = program::command("pretrain", killed.path(), "--resume").spawn().unwrap();
    }
    assert!(run.wait().unwrap().success());
    assert_same_result(whole.path(), killed.path());
}

/// Examples that answer "kind" as often as "rude", then a reward that prefers the first.
#[test]
fn it_is_taught_to_answer_and_rewarded() {
    let base = pretrained("--architecture llama --layers 1 --heads 2 --channels 16 --steps 2 --batch 2");
    let line = |answer: &str| format!(r#"{{"prompt": "who is the red fox?", "answer": "{answer}"}}"#);
    let pairs = file(base.path(), "pairs.jsonl", &[&line("kind"), &line("rude")]);
    let (supervised, rewarded) = (folder(), folder());
    let of = |model: &Path| format!("--model {}", model.display());
    let flags = format!("--pairs {} --steps 120 --batch 8 --lr 0.01", pairs.display());
    trains("sft", supervised.path(), &format!("{} {flags}", of(base.path())));
    let said = said_to(supervised.path(), "who is the red fox?\n");
    assert!(["A: kind", "A: rude"].contains(&&said[0][..]), "{said:?}");
    let flags = "--beta 0 --steps 30 --batch 32 --group-size 8 --lr 1";
    trains("rl", rewarded.path(), &format!("{} {flags}", of(supervised.path())));
    let rows = rows(rewarded.path());
    let reward = |row: &[String]| row[1].parse::<f64>().unwrap();
    assert!(reward(&rows[0]) < 0.8 && reward(&rows[29]) > 0.85, "{rows:?}");
    assert_eq!(said_to(rewarded.path(), "who is the red fox?\n"), ["A: kind"]);
    assert_eq!(model_files::stage(rewarded.path()).unwrap(), Some(Stage::Aligned));
}

#[test]
fn parts_that_a_model_has_not_are_refused_before_anything_is_written() {
    let own = "a llama has its own positions, network and norm";
    let cases = [
        ("--groups 2", "--groups are a llama's: give --architecture llama too"),
        ("--architecture llama --positions learned", own),
        ("--architecture llama --activation gelu", own),
        ("--architecture llama --norm post", own),
        ("--architecture llama --groups 0", "--groups is 0"),
        ("--architecture llama --groups 3", "--heads 4 can't be shared out among --groups 3"),
        ("--architecture llama --channels 12", "an odd number of channels"),
        ("--architecture llama --context 131073", "a llama looks at 131072 at most"),
        ("--architecture llama --channels 4000000", "of memory"),
        ("--architecture bert", "invalid value 'bert' for '--architecture <ARCHITECTURE>'"),
        ("--model nowhere --architecture llama", "cannot be used with '--architecture <ARCHITECTURE>'"),
    ];
    refuses_before_anything_is_written("pretrain", &cases.map(|(flags, said)| (flags.to_owned(), said)));
}
