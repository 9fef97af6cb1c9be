//! `glassgpt pretrain` from a model that is there, and on byte pairs.

use std::fs;
use std::path::Path;

use glassgpt::decoder::LanguageModel;
use glassgpt::hollow_wood::ALPHABET;
use model_files::{Shape, Stage, Tokenizer};

use crate::models::{file, model, of_byte_pairs, of_wood};
use crate::program::*;

const TINY: &str = "--batch 4 --context 8 --lr 0.01";
const SMALL: &str = "--layers 1 --heads 2 --channels 8";

fn text(dir: &Path) -> String {
    file(dir, "text.txt", &["the cat sat on the mat. ".repeat(40).as_str()]).display().to_string()
}

#[test]
fn a_model_goes_on_to_learn_a_text() {
    let (base, dir) = (of_wood(Stage::Supervised), folder());
    let before = fs::read(base.path().join("model.safetensors")).unwrap();
    let out = dir.path().join("out");
    let flags = format!("--model {} --text {} --steps 40 {TINY}", base.path().display(), text(dir.path()));
    let said = trains("pretrain", &out, &flags);
    assert!(
        said.contains(&format!("from {}", base.path().display())) && said.contains("nats per character"),
        "{said}"
    );
    let (loaded, _) = model_files::load(&out).unwrap();
    assert_eq!(
        (loaded.config().context, loaded.config().vocab),
        (96, ALPHABET.len()),
        "its sizes are the first's"
    );
    assert_eq!(model_files::stage(&out).unwrap(), Some(Stage::Pretrained));
    assert_eq!(fs::read(base.path().join("model.safetensors")).unwrap(), before, "the first is as it was");
    let loss = |row: &Vec<String>| row[1].parse::<f64>().unwrap();
    let rows = rows(&out);
    assert!(loss(&rows[39]) < loss(&rows[0]) - 0.5, "{rows:?}");
    // Another model in the first's place is not gone on with.
    let other = model(ALPHABET, 90, None);
    let said = refuses("pretrain", &out, &format!("--resume --model {}", other.path().display()));
    assert!(said.contains("does not hold the model that the run was started with"), "{said}");
    trains("pretrain", &out, "--resume");
}

#[test]
fn gpt2_goes_on_too_and_stays_a_gpt2() {
    let dir = folder();
    let out = dir.path().join("out");
    let flags = format!("--model {} --text {} --steps 6 {TINY}", of_byte_pairs().display(), text(dir.path()));
    let said = trains("pretrain", &out, &flags);
    assert!(said.contains("nats per byte pair"), "{said}");
    let ((first, pairs), (later, same)) =
        (model_files::load(&of_byte_pairs()).unwrap(), model_files::load(&out).unwrap());
    assert_eq!(Shape::of(&first), Shape::of(&later));
    assert_ne!(first, later);
    for text in ["the cat 猫", "<|endoftext|>", "\n\n  a"] {
        assert_eq!(pairs.encode(text).unwrap(), same.encode(text).unwrap(), "{text:?}");
    }
    trains("pretrain", &out, "--resume");
}

#[test]
fn byte_pairs_are_learnt_from_the_text_and_kept_as_other_programs_read_them() {
    let (whole, dir) = (folder(), folder());
    let flags = format!("--text {} --tokens bpe:262 --steps 4 {TINY} {SMALL}", text(dir.path()));
    let said = trains("pretrain", whole.path(), &flags);
    assert!(said.contains("262 different byte pairs"), "{said}");
    let (model, tokenizer) = model_files::load(whole.path()).unwrap();
    assert_eq!(model.config().vocab, 262);
    let tokens = tokenizer.encode("the cat sat").unwrap();
    assert!(tokens.len() < "the cat sat".len() && tokenizer.decode(&tokens) == "the cat sat");
    // GPT-2's own two files say the same as the one that says all.
    let two = dir.path().join("two");
    fs::create_dir(&two).unwrap();
    for name in ["config.json", "model.safetensors", "vocab.json", "merges.txt"] {
        fs::copy(whole.path().join(name), two.join(name)).unwrap();
    }
    assert_eq!(Tokenizer::load(&two, 262).unwrap().encode("the cat sat").unwrap(), tokens);
    // The same text gives the same byte pairs: a run goes on with them.
    trains("pretrain", whole.path(), "--resume");
    let again = dir.path().join("again");
    trains("pretrain", &again, &flags);
    assert_same_result(whole.path(), &again);
}

#[test]
fn what_does_not_suit_a_model_is_refused_before_anything_is_written() {
    let (base, dir) = (of_wood(Stage::Pretrained), folder());
    let unknown = file(dir.path(), "unknown.txt", &["naïve ".repeat(40).as_str()]);
    let of = |flags: &str| format!("--model {} {flags}", base.path().display());
    refuses_before_anything_is_written(
        "pretrain",
        &[
            (of("--layers 2"), "'--model <DIR>' cannot be used with '--layers <L>'"),
            (of("--tokens bpe:300"), "cannot be used with '--tokens <KIND>'"),
            (
                of(&format!("--text {}", unknown.display())),
                "can't be learnt by the model in --model: the character 'ï'",
            ),
            ("--model nowhere".to_owned(), "nowhere is not a directory"),
            ("--tokens bpe:257".to_owned(), "give characters, or bpe:N with N from 258 to 200000"),
            ("--tokens words".to_owned(), "give characters, or bpe:N"),
        ],
    );
}
