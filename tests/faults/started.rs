//! What those who start a run may do to it: ignore signals for it, stop reading what it says, give it little memory.

#[cfg(target_os = "linux")]
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::models::of_wood;
use crate::program::{assert_same_result, command, folder, succeeds, text_of, trains, wait_for_rows};
use model_files::Stage;
use trials::row;

use super::TINY;

fn flags() -> String {
    format!("--steps 400 {TINY}")
}

/// The command, run by a shell after these words of it.
fn after(words: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!(r#"{words}; exec "$0" "$@""#)]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.stdout(Stdio::piped()).stderr(Stdio::piped());
    shell
}

fn signal(run: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &run.id().to_string()]).status().unwrap().success());
}

/// As `nohup` does it for one of them, and a shell's `&` in a script for the other.
#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let (whole, dir) = (folder(), folder());
    trains("pretrain", whole.path(), &flags());
    let run = after(r#"trap "" HUP INT"#, &command("pretrain", dir.path(), &flags())).spawn().unwrap();
    for (rows, name) in [(20, "-HUP"), (60, "-INT"), (100, "-INT")] {
        wait_for_rows(dir.path(), rows);
        signal(&run, name);
    }
    let said = succeeds(&run.wait_with_output().unwrap());
    assert!(!said.contains("Stopped"), "{said}");
    assert_same_result(whole.path(), dir.path());
    row("signals that whoever started it ignores", 3, "passed over; the same bits");
}

#[test]
fn one_that_is_not_ignored_is_heard() {
    for name in ["-HUP", "-TERM", "-INT"] {
        let dir = folder();
        let run = command("pretrain", dir.path(), &format!("--steps 1000000 {TINY}")).spawn().unwrap();
        wait_for_rows(dir.path(), 3);
        signal(&run, name);
        let ended = run.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(130), "{name}");
        assert!(text_of(&ended.stdout).contains("and saved"), "{name}");
        assert!(text_of(&ended.stderr).contains("Stopping after this step"), "{name}");
    }
}

#[test]
fn ctrl_c_in_a_long_step_is_answered_at_once_and_a_second_ends_it() {
    let dir = folder();
    let long = "--steps 50 --batch 16 --context 128 --layers 4 --heads 2 --channels 256";
    let mut run = command("pretrain", dir.path(), long).spawn().unwrap();
    let mut first = String::new(); // from then on signals are heard
    let mut out = BufReader::new(run.stdout.take().unwrap());
    out.read_line(&mut first).unwrap();
    signal(&run, "-INT");
    let mut said = BufReader::new(run.stderr.take().unwrap()).lines().map(Result::unwrap);
    let word = said.find(|line| !line.is_empty() && !line.starts_with("step ")).unwrap();
    assert!(word.starts_with("Stopping after this step") && word.contains("Ctrl-C again"), "{word}");
    signal(&run, "-INT");
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert!(!rest.contains("Stopped after"), "it waited for the step");
    assert!(dir.path().join("training.safetensors").exists());
}

/// As before `| head`, on both streams: the readers go away at once.
fn with_readers_gone(command: &mut Command) -> Child {
    let mut run = command.spawn().unwrap();
    drop((run.stdout.take(), run.stderr.take()));
    run
}

#[test]
fn a_training_that_nobody_watches_any_more_goes_on() {
    let (whole, dir) = (folder(), folder());
    trains("pretrain", whole.path(), &flags());
    assert!(with_readers_gone(&mut command("pretrain", dir.path(), &flags())).wait().unwrap().success());
    assert_same_result(whole.path(), dir.path());
    let dir = folder();
    let sizes = "--pretrain-steps 4 --sft-steps 2 --rl-steps 1 --layers 1 --heads 2 --channels 16";
    assert!(with_readers_gone(&mut command("train", dir.path(), sizes)).wait().unwrap().success());
    for stage in ["pretrained", "supervised", "aligned"] {
        model_files::load(&dir.path().join(stage)).unwrap();
    }
    row("readers of both its outputs who go away", 2, "it goes on to its end; the same bits");
}

/// The words of a command that only says something, and where it says it.
fn says(words: &[&str], out: Stdio) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    program.args(words).stdin(Stdio::null()).stdout(out).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn what_is_only_said_ends_quietly_too() {
    let model = of_wood(Stage::Supervised);
    let model = model.path().to_str().unwrap();
    for words in [
        &["exercises", "list"][..],
        &["exercises", "hint", "law_of_softmax"],
        &["chat", "--model", model],
        &["generate", "--model", model],
        &["--help"],
        &["pretrain", "--help"],
    ] {
        let mut run = says(words, Stdio::piped());
        drop(run.stdout.take());
        let mut said = String::new();
        run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(run.wait().unwrap().success() && said.is_empty(), "{words:?}: {said}");
    }
}

/// As `node` makes the pipes to those that it starts: what finds one full is told so, and does not wait.
#[test]
fn a_slow_reader_of_a_pipe_that_does_not_wait_reads_everything() {
    let (mut reader, mut end) = UnixStream::pair().unwrap();
    end.set_nonblocking(true).unwrap();
    let mut before = 0; // it is full when the program begins
    while let Ok(bytes) = end.write(&[b'.'; 1 << 12]) {
        before += bytes;
    }
    let run = says(&["exercises", "list"], OwnedFd::from(end).into());
    thread::sleep(Duration::from_secs(1)); // it meets that
    let mut said = Vec::new();
    reader.read_to_end(&mut said).unwrap();
    succeeds(&run.wait_with_output().unwrap());
    let list = says(&["exercises", "list"], Stdio::piped()).wait_with_output().unwrap();
    assert_eq!(text_of(&said[before..]), text_of(&list.stdout));
}

#[cfg(target_os = "linux")]
fn full() -> Stdio {
    File::options().write(true).open("/dev/full").unwrap().into()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_what_is_said_loses_no_work() {
    let whole = folder();
    trains("pretrain", whole.path(), &flags());
    // Behind the progress: it is passed over.
    let dir = folder();
    assert!(command("pretrain", dir.path(), &flags()).stderr(full()).status().unwrap().success());
    assert_same_result(whole.path(), dir.path());
    // Behind the results: the work is done, and then it is said that they are lost.
    let dir = folder();
    let run = command("pretrain", dir.path(), &flags()).stdout(full()).spawn().unwrap();
    let ended = run.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = text_of(&ended.stderr);
    assert!(
        said.contains("error: standard output can't be written, so what was said is lost: No space"),
        "{said}"
    );
    assert_same_result(whole.path(), dir.path());
    row(
        "a full disk behind one of its outputs",
        2,
        "it goes on to its end, and says it where results are lost; the same bits",
    );
    let run = says(&["exercises", "list"], full()).wait_with_output().unwrap();
    assert_eq!((run.status.code(), text_of(&run.stderr).lines().count()), (Some(1), 1));
}

/// What a command says that has less memory than it needs.
#[cfg(target_os = "linux")]
#[track_caller]
fn says_with_a_gigabyte(command: &Command) -> String {
    let ended = after("ulimit -v 1000000", command).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = text_of(&ended.stderr);
    assert!(said.lines().count() == 1 && said.contains("of memory"), "{said}");
    said
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_memory_limit_leaves_is_known_before_it_is_asked_for() {
    let dir = folder();
    fs::write(dir.path().join("config.json"), r#"{"n_layer": 24, "n_embd": 1024, "n_head": 16}"#).unwrap();
    let mut generate = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    let said = says_with_a_gigabyte(generate.args(["generate", "--model"]).arg(dir.path()));
    assert!(said.contains("has 354.8 million parameters and needs about 1.6 GB of memory"), "{said}");
    let text = dir.path().join("text.txt");
    File::create(&text).unwrap().set_len(200_000_000).unwrap(); // holes, which take no room
    let said = says_with_a_gigabyte(&command(
        "pretrain",
        &dir.path().join("out"),
        &format!("--text {}", text.display()),
    ));
    assert!(said.contains("text.txt needs about 1.8 GB of memory"), "{said}");
    assert!(!dir.path().join("out").exists());
}

/// The last words of what a run prints are a command: a shell runs it.
#[test]
fn a_command_that_is_printed_can_be_pasted() {
    let dir = folder();
    for name in ["my models/run 1", "it's $HOME", "-run", "naïve & \"quoted\""] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
        run.args(["pretrain", "--steps", "2"]).args(TINY.split_whitespace()).arg(format!("--out={name}"));
        let said = succeeds(&run.current_dir(dir.path()).env_remove("CARGO_PKG_NAME").output().unwrap());
        let pasted = said.lines().last().unwrap().strip_prefix("Read what it writes: ").unwrap();
        let mut shell = Command::new("sh");
        let written = succeeds(&shell.args(["-c", pasted]).current_dir(dir.path()).output().unwrap());
        assert!(!written.is_empty(), "{pasted}");
    }
    let run = command("pretrain", &dir.path().join("by cargo"), &format!("--steps 2 {TINY}"))
        .env("CARGO_PKG_NAME", "glassgpt")
        .output()
        .unwrap();
    assert!(succeeds(&run).contains("cargo run --release -- generate --model '"), "{}", text_of(&run.stdout));
}
