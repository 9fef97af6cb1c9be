//! The program itself, from outside, with little memory: what only a shell or a file system can give it.
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use trials::{ENDLESS, check_sentence};

/// What the program says when it ends, with half a gigabyte of memory and a minute of computing.
#[track_caller]
fn refusal(words: &[&OsStr]) -> String {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "ulimit -v 524288; ulimit -t 60; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_glassgpt")])
        .args(words);
    let mut program = shell.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a shell");
    let begun = Instant::now();
    while program.try_wait().expect("a state").is_none() {
        if begun.elapsed() > ENDLESS {
            program.kill().expect("it can be ended");
            panic!("it does not end: {words:?}");
        }
        sleep(Duration::from_millis(5));
    }
    let output = program.wait_with_output().expect("what it said");
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(matches!(output.status.code(), Some(1 | 2)), "{}: {said:.400}", output.status);
    let sentence = said.strip_prefix("error: ").and_then(|said| said.lines().next()).unwrap_or_default();
    check_sentence(sentence);
    said
}

/// A model's directory, in which one file is something else.
fn model_with(name: &str, put: impl FnOnce(&Path)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let fixture =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters/model-files/tests/gpt2-tiny/gelu-tied");
    for file in ["config.json", "vocab.json", "model.safetensors"] {
        fs::copy(fixture.join(file), dir.path().join(file)).expect("a copy");
    }
    fs::remove_file(dir.path().join(name)).expect("it was there");
    put(&dir.path().join(name));
    dir
}

#[test]
fn a_model_that_has_no_end_is_not_read() {
    for name in ["config.json", "vocab.json", "model.safetensors"] {
        let endless = model_with(name, |file| symlink("/dev/zero", file).expect("a link"));
        let silent = model_with(name, |file| {
            assert!(Command::new("mkfifo").arg(file).status().expect("mkfifo").success());
        });
        for dir in [endless, silent] {
            let said = refusal(&["generate".as_ref(), "--model".as_ref(), dir.path().as_ref()]);
            assert!(said.contains(&format!("{name} can't be read")), "{said}");
        }
    }
}

#[test]
fn weights_that_promise_more_than_they_hold_take_no_memory() {
    for length in [u64::MAX, 1 << 63, 100_000_000, 99_999_999] {
        let dir = model_with("model.safetensors", |file| {
            fs::write(file, [&length.to_le_bytes()[..], b"{\"a\":"].concat()).expect("written");
        });
        let said = refusal(&["chat".as_ref(), "--model".as_ref(), dir.path().as_ref()]);
        assert!(said.contains("not a whole safetensors file"), "{said}");
    }
}

#[test]
fn words_that_are_no_text_are_refused() {
    let odd = OsStr::from_bytes(b"a\xff\nb");
    let long = OsString::from("x".repeat(100_000));
    for command in ["generate", "chat", "sft", "read", "book", "odd"] {
        for word in [odd, "".as_ref(), "-".as_ref(), "--=".as_ref(), "\u{202e}".as_ref()] {
            refusal(&[command.as_ref(), word]);
        }
    }
    for flag in ["--model", "--prompt", "--seed", "--stop"] {
        refusal(&["generate".as_ref(), flag.as_ref(), odd, "--model".as_ref(), odd]);
    }
    for name in [odd, &long, "../../../etc/passwd".as_ref(), "/dev/zero".as_ref()] {
        refusal(&["exercises".as_ref(), "hint".as_ref(), name]);
    }
}
