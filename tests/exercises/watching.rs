//! A student with the watcher beside the editor.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use super::PREDICT;
use super::hand_out::{program, solution};

/// The watcher checks what is saved, goes on to the next exercise, and begins again where it was stopped.
pub(crate) fn watches_and_resumes(copy: &Path, file: &Path) {
    let watch = |args: &[&str]| {
        let mut child = program(copy)
            .arg("watch")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        (child.stdin.take().unwrap(), lines, child)
    };
    let until = |lines: &mut dyn Iterator<Item = String>, words: &str| {
        let mut seen = String::new();
        for line in lines {
            seen += &format!("{line}\n");
            if line.contains(words) {
                return seen;
            }
        }
        panic!("{words:?} did not come: {seen}");
    };
    let (mut stdin, mut lines, mut child) = watch(&[PREDICT]);
    until(&mut lines, "Waiting for you");
    fs::write(file, solution(PREDICT)).unwrap();
    until(&mut lines, "Solved.");
    let next = until(&mut lines, "chapters/exercises/examples/");
    stdin.write_all(b"q\n").unwrap();
    assert!(child.wait().unwrap().success());
    let (mut stdin, mut lines, mut child) = watch(&[]);
    let resumed = until(&mut lines, "chapters/exercises/examples/");
    assert_eq!(next.lines().last(), resumed.lines().last());
    stdin.write_all(b"q\n").unwrap();
    assert!(child.wait().unwrap().success());
}
