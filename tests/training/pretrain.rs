//! `glassgpt pretrain` from outside: its files, the same bits come what may, and what it says of bad input.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use glassgpt::decoder::LanguageModel;

use crate::program::{self, *};

/// A model so small that a step takes about a millisecond.
const TINY: &str = "--batch 4 --context 8 --layers 1 --heads 2 --channels 8 --lr 0.01";

fn command(out: &Path, flags: &str) -> Command {
    program::command("pretrain", out, flags)
}

fn trains(out: &Path, flags: &str) -> String {
    program::trains("pretrain", out, flags)
}

fn refuses(out: &Path, flags: &str) -> String {
    program::refuses("pretrain", out, flags)
}

#[test]
fn it_writes_the_model_and_a_row_for_each_step() {
    let dir = folder();
    let said = trains(dir.path(), &format!("--steps 31 {TINY}"));
    assert!(said.contains("The least that is possible on the same windows"), "{said}");
    let csv = fs::read_to_string(dir.path().join("metrics.csv")).unwrap();
    assert_eq!(csv.lines().next(), Some("step,loss,val_loss,lr,tokens_per_s"));
    let rows = rows(dir.path());
    let steps: Vec<String> = (1..=31).map(|step: usize| step.to_string()).collect();
    assert_eq!(rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), steps);
    let first: f64 = rows[0][1].parse().unwrap();
    assert!((first - 34_f64.ln()).abs() < 0.1, "at the start every character is as likely: {first}");
    let val_loss: f64 = rows[30][2].parse().expect("measured after the last step");
    assert!(val_loss < first);
    assert!(rows.iter().any(|row| row[2].is_empty()), "validation at each step takes too long");
    let (model, tokenizer) = model_files::load(dir.path()).unwrap();
    assert_eq!((model.config().channels, model.config().vocab), (8, 34));
    assert_eq!(tokenizer.encode(" abQA").unwrap(), [0, 1, 2, 32, 33]);
}

#[test]
fn the_models_directory_can_be_generated_from() {
    let dir = folder();
    trains(dir.path(), &format!("--steps 5 {TINY} --positions learned --activation gelu --tied"));
    let mut generate = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    let output = generate.args(["generate", "--prompt", "the ", "--model"]).arg(dir.path()).output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output.stderr));
    assert!(text_of(&output.stdout).contains("the "));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    assert_same_for_any_number_of_threads("pretrain", &format!("--steps 20 {TINY}"));
}

#[test]
fn another_seed_gives_another_model() {
    let (one, two) = (folder(), folder());
    trains(one.path(), &format!("--steps 3 {TINY} --seed 7"));
    trains(two.path(), &format!("--steps 3 {TINY} --seed 8"));
    assert_ne!(result(one.path()).0, result(two.path()).0);
}

#[cfg(unix)]
const STEPS: &str = "--steps 600";

#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_resume_ends_with_the_same_bits() {
    assert_same_after_ctrl_c("pretrain", &format!("{STEPS} {TINY}"), 50, 600);
}

#[cfg(unix)]
#[test]
fn a_killed_run_resumes_to_the_same_bits() {
    let (whole, killed) = (folder(), folder());
    trains(whole.path(), &format!("{STEPS} {TINY}"));
    let mut run = command(killed.path(), &format!("{STEPS} {TINY}")).spawn().unwrap();
    for rows in [1, 120, 300] {
        wait_for_rows(killed.path(), rows);
        run.kill().unwrap(); // kill -9
        run.wait().unwrap();
        run = command(killed.path(), "--resume").spawn().unwrap();
    }
    assert!(run.wait().unwrap().success());
    assert_same_result(whole.path(), killed.path());
}

#[test]
fn resume_says_which_flags_differ() {
    let dir = folder();
    trains(dir.path(), &format!("--steps 4 {TINY}"));
    let said = refuses(dir.path(), "--resume --steps 5 --layers 1 --lr 0.02 --tied --norm post");
    for difference in ["--steps 4, not 5", "--lr 0.01, not 0.02", "without --tied", "--norm pre, not post"] {
        assert!(said.contains(difference), "{said}");
    }
    assert!(!said.contains("--layers"), "{said}");
    let other = dir.path().join("other.txt");
    fs::write(&other, "another text ".repeat(20)).unwrap();
    let said = refuses(dir.path(), &format!("--resume --text {}", other.display()));
    assert!(said.contains("does not hold the text that the run was started with"), "{said}");
}

#[test]
fn resume_needs_a_whole_checkpoint() {
    let dir = folder();
    assert!(refuses(dir.path(), "--resume").contains("there is no run to go on with"));
    trains(dir.path(), &format!("--steps 4 {TINY}"));
    let file = dir.path().join("training.safetensors");
    let bytes = fs::read(&file).unwrap();
    for length in [0, 7, 100, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&file, &bytes[..length]).unwrap();
        let said = refuses(dir.path(), "--resume");
        assert!(said.contains("training.safetensors is not a whole checkpoint"), "{said}");
    }
}

#[test]
fn a_folder_with_a_model_is_left_as_it_is() {
    let dir = folder();
    trains(dir.path(), &format!("--steps 2 {TINY}"));
    let before = result(dir.path());
    assert!(refuses(dir.path(), &format!("--steps 3 {TINY}")).contains("holds a model already"));
    assert_eq!(result(dir.path()), before);
}

/// Every one of these is refused in one sentence that names what is wrong, and nothing is written.
#[test]
fn impossible_flags_are_refused_before_anything_is_written() {
    let cases = [
        ("--steps 0", "--steps is 0"),
        ("--batch 0", "--batch is 0"),
        ("--context 0", "--context is 0"),
        ("--layers 0", "--layers is 0"),
        ("--heads 0", "--heads is 0"),
        ("--channels 0", "--channels is 0"),
        ("--heads 3 --channels 8", "--channels 8 can't be shared out among --heads 3"),
        ("--lr 0", "invalid value '0' for '--lr <X>': the learning rate must be a number above 0"),
        ("--lr -0.1", "invalid value '-0.1' for '--lr <X>': the learning rate must be a number above 0"),
        ("--lr NaN", "invalid value 'NaN' for '--lr <X>': the learning rate must be a number above 0"),
        ("--lr inf", "invalid value 'inf' for '--lr <X>': the learning rate must be a number above 0"),
        ("--channels 4000000", "of memory"),
        ("--layers 18446744073709551615", "of memory"),
        ("--batch 18446744073709551615", "of memory"),
        ("--context 18446744073709551615", "--context 18446744073709551615 needs"),
    ];
    refuses_before_anything_is_written("pretrain", &cases.map(|(flags, said)| (flags.to_owned(), said)));
}

#[test]
fn what_is_no_text_is_refused_before_anything_is_written() {
    let dir = folder();
    let out = dir.path().join("model");
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        fs::write(dir.path().join(name), bytes).unwrap();
        dir.path().join(name)
    };
    let utf_16: Vec<u8> = "\u{feff}the cat sat".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (file, said) in [
        (file("empty.txt", b""), "is empty"),
        (file("one.txt", b"x"), "holds no character but 'x'"),
        (file("same.txt", &[b'x'; 10_000]), "holds no character but 'x'"),
        (
            file("short.txt", "too short. ".repeat(8).as_bytes()),
            "has 88 characters, but --context 8 needs at least 90",
        ),
        (file("binary.txt", &[b'a', b'b', 0xff, 0xfe, 0]), "is not UTF-8 text (its byte 2 isn't)"),
        (
            file("latin1.txt", &b"le caf\xe9 ".repeat(50)),
            "(its byte 6 isn't): save it as UTF-8 in your editor",
        ),
        (file("power.txt", &utf_16), "is UTF-16 text, as Windows PowerShell writes it: save it as UTF-8"),
        (file("no-mark.txt", &utf_16[2..]), "is UTF-16 text"),
        (dir.path().join("missing.txt"), "can't be read"),
        (dir.path().to_owned(), "is a folder"),
    ] {
        let error = refuses(&out, &format!("{TINY} --text {}", file.display()));
        assert!(error.contains(said) && error.contains(&file.display().to_string()), "{error}");
        assert!(!out.exists(), "{}: something was written", file.display());
    }
}

#[test]
fn a_text_may_be_in_any_language() {
    let dir = folder();
    let file = dir.path().join("text.txt");
    fs::write(&file, "机器学习 — ça va ? Ελλάδα 🙂 𝔸\n".repeat(20)).unwrap();
    let out = dir.path().join("model");
    let said = trains(&out, &format!("--steps 10 {TINY} --text {}", file.display()));
    assert!(!said.contains("least that is possible"), "its floor is not known: {said}");
    let (_, tokenizer) = model_files::load(&out).unwrap();
    assert_eq!(tokenizer.encode("学🙂𝔸").unwrap().len(), 3);
    // It goes on with the text that it was started with, also when it has moved.
    trains(&out, "--resume");
    let moved = dir.path().join("moved.txt");
    fs::rename(&file, &moved).unwrap();
    assert!(refuses(&out, "--resume").contains("can't be read"));
    trains(&out, &format!("--resume --text {}", moved.display()));
}

/// Some editors put a mark before UTF-8, which is no character of the text.
#[test]
fn a_mark_before_a_text_is_no_part_of_it() {
    let dir = folder();
    let text = "the cat sat on the mat. ".repeat(20);
    for (name, mark) in [("plain", ""), ("marked", "\u{feff}")] {
        let file = dir.path().join(format!("{name}.txt"));
        fs::write(&file, format!("{mark}{text}")).unwrap();
        trains(&dir.path().join(name), &format!("--steps 2 {TINY} --text {}", file.display()));
    }
    assert_same_result(&dir.path().join("plain"), &dir.path().join("marked"));
    let vocabulary = |name| fs::read(dir.path().join(name).join("vocab.json")).unwrap();
    assert_eq!(vocabulary("plain"), vocabulary("marked"));
}

/// The settings of a run are text; such a path is found again by its flag.
#[cfg(target_os = "linux")] // elsewhere file systems have only names that are text
#[test]
fn a_file_whose_name_is_no_text_can_be_learnt_from() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let (dir, out) = (folder(), folder());
    let file = dir.path().join(OsStr::from_bytes(b"te\xffxt"));
    fs::write(&file, "the cat sat on the mat. ".repeat(20)).unwrap();
    let run = |flags: &str| command(out.path(), flags).arg("--text").arg(&file).output().unwrap();
    succeeds(&run(&format!("--steps 3 {TINY}")));
    assert!(refuses(out.path(), "--resume").contains("can't be read: give --text the path"));
    succeeds(&run("--resume"));
}

/// What is saved computes numbers: where a save is due before the next step would fail, it is not made.
#[test]
fn a_model_that_computes_no_numbers_is_not_saved() {
    let dir = folder();
    let flags = format!("--steps 10 {}", TINY.replace("--lr 0.01", "--lr 1e30")); // a save after each step
    let run = command(dir.path(), &flags).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let said = text_of(&run.stderr);
    assert!(said.contains("at step 1 the output of blocks.0.attention is no longer finite"), "{said}");
    assert!(!dir.path().join("model.safetensors").exists());
}

#[test]
fn a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_checkpoint() {
    let dir = folder();
    let flags = format!("--steps 400 {}", TINY.replace("--lr 0.01", "--lr 1e30"));
    let run = command(dir.path(), &flags).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let said = text_of(&run.stderr);
    assert!(said.contains("at step 2 the output of blocks.0.attention is no longer finite"), "{said}");
    assert!(said.contains("a smaller --lr than 1e30"), "{said}");
    // The checkpoint is that of step 0, so the same happens again.
    assert!(refuses(dir.path(), "--resume").contains("at step 2 the output of blocks.0.attention"));
}
