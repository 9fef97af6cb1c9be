//! The program, run as a shell would, and what it left behind.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use trials::ENDLESS;

/// A folder that is gone after the test.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// One of the program's commands with its folder and flags.
pub(crate) fn command(name: &str, out: &Path, flags: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    command.arg(name).arg("--out").arg(out).args(flags.split_whitespace());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a run that ends well prints.
#[track_caller]
pub(crate) fn trains(name: &str, out: &Path, flags: &str) -> String {
    succeeds(&command(name, out, flags).output().unwrap())
}

#[track_caller]
pub(crate) fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", text_of(&output.stderr));
    text_of(&output.stdout)
}

/// What a run that can't be says: one sentence.
#[track_caller]
pub(crate) fn refuses(name: &str, out: &Path, flags: &str) -> String {
    let output = command(name, out, flags).output().unwrap();
    assert!(!output.status.success(), "it was accepted: {flags}");
    let said = text_of(&output.stderr);
    assert!(said.starts_with("error: "), "{said}");
    said
}

/// Each of the flags is refused with these words, and nothing is written.
#[track_caller]
pub(crate) fn refuses_before_anything_is_written(name: &str, cases: &[(String, &str)]) {
    let dir = folder();
    let out = dir.path().join("model");
    for (flags, said) in cases {
        let error = refuses(name, &out, flags);
        assert!(error.contains(said), "{flags}: {error}");
        assert!(!out.exists(), "{flags}: something was written");
    }
}

pub(crate) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn header(out: &Path) -> String {
    fs::read_to_string(out.join("metrics.csv")).unwrap().lines().next().unwrap().to_owned()
}

pub(crate) fn rows(out: &Path) -> Vec<Vec<String>> {
    let csv = fs::read_to_string(out.join("metrics.csv")).unwrap();
    csv.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

/// Weights and measurements: all that must not depend on when, and how often, a run was stopped.
pub(crate) fn result(out: &Path) -> (Vec<u8>, Vec<Vec<String>>) {
    let mut rows = rows(out);
    rows.iter_mut().for_each(|row| drop(row.pop())); // the last column is the speed
    (fs::read(out.join("model.safetensors")).unwrap(), rows)
}

#[track_caller]
pub(crate) fn assert_same_result(one: &Path, other: &Path) {
    let ((weights, rows), (other_weights, other_rows)) = (result(one), result(other));
    assert_eq!(rows, other_rows, "the rows of metrics.csv");
    assert!(weights == other_weights, "model.safetensors differs");
}

/// The same run with one thread and with two ends with the same bits.
#[track_caller]
pub(crate) fn assert_same_for_any_number_of_threads(name: &str, flags: &str) {
    let (one, two) = (folder(), folder());
    for (dir, threads) in [(&one, "1"), (&two, "2")] {
        succeeds(&command(name, dir.path(), flags).env("RAYON_NUM_THREADS", threads).output().unwrap());
    }
    assert_same_result(one.path(), two.path());
}

/// Waits until a run has made some steps.
#[cfg_attr(not(unix), allow(dead_code, reason = "what stops a run there needs signals"))]
pub(crate) fn wait_for_rows(out: &Path, count: usize) {
    let begun = Instant::now();
    let made = || fs::read_to_string(out.join("metrics.csv")).map_or(0, |csv| csv.lines().count());
    while made() <= count {
        assert!(begun.elapsed() < ENDLESS, "no progress");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Stops a run by Ctrl-C once `counted` has so many rows, and returns what it said.
#[cfg(unix)]
#[track_caller]
pub(crate) fn interrupted(command: &mut Command, counted: &Path, count: usize) -> String {
    let run = command.spawn().unwrap();
    wait_for_rows(counted, count);
    assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let output = run.wait_with_output().unwrap();
    let said = text_of(&output.stdout);
    assert_eq!(output.status.code(), Some(130), "{said}{}", text_of(&output.stderr));
    assert!(said.contains("--resume"), "{said}");
    said
}

/// A run of some steps that is stopped by Ctrl-C and goes on ends with the same bits as one that never was.
#[cfg(unix)]
#[track_caller]
pub(crate) fn assert_same_after_ctrl_c(name: &str, flags: &str, stop_at: usize, steps: usize) {
    let (whole, stopped) = (folder(), folder());
    trains(name, whole.path(), flags);
    let said = interrupted(&mut command(name, stopped.path(), flags), stopped.path(), stop_at);
    let made = rows(stopped.path()).len();
    assert!(said.contains(&format!("Stopped after step {made} of {steps}")), "{said}");
    // Nothing is lost: it goes on with the next step.
    let said = trains(name, stopped.path(), "--resume");
    assert!(said.contains(&format!("{made} steps are made already")), "{said}");
    assert_same_result(whole.path(), stopped.path());
    // Once more: nothing is left to do, and nothing changes.
    trains(name, stopped.path(), "--resume");
    assert_same_result(whole.path(), stopped.path());
}
