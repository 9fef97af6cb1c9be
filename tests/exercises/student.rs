//! A student: reads, solves, breaks, begins again.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use super::assembling::assembles_what_is_solved;
use super::hand_out::{file, hand_out, here, program, said, solution};
use super::verifying::exercises_are_verified;
use super::watching::watches_and_resumes;
use super::{IMPLEMENT, PREDICT};

#[test]
fn a_student_reads_solves_breaks_and_goes_on_where_they_stopped() {
    let copy = hand_out();
    let main = file(copy, IMPLEMENT, "main.rs");
    let run = |args: &[&str]| {
        let output = program(copy).args(args).output().unwrap();
        (output.status.code(), said(&output))
    };
    let (code, list) = run(&["list"]);
    assert!(code == Some(0) && list.contains(IMPLEMENT) && list.contains("0 of"), "{list}");

    let (code, first) = run(&["check", IMPLEMENT]);
    assert!(code == Some(1) && first.contains("✗ a window of one sees itself alone"), "{first}");
    assert!(first.contains("holds nothing but zeros"), "{first}");
    assert_eq!(run(&["check"]), (code, first), "without a name, it is the one where one stopped");
    let (_, hint) = run(&["hint"]);
    assert!(hint.contains("`from..t + 1`") && !hint.contains("saturating_sub"), "{hint}");

    fs::write(&main, solution(IMPLEMENT)).unwrap();
    let (code, solved) = run(&["check", main.to_str().unwrap()]);
    assert!(code == Some(0) && solved.contains("Solved."), "{solved}");
    assert!(run(&["list"]).1.contains(&format!("✓ {IMPLEMENT}")));

    fs::write(&main, "fn main() { println!(\"ok\"); }").unwrap();
    assert!(run(&["list"]).1.contains(&format!("· {IMPLEMENT}")), "another file is not solved");
    let (code, broken) = run(&["check", IMPLEMENT]);
    assert!(code == Some(1) && broken.contains("keep the names and the types"), "{broken}");

    fs::write(&main, b"// caf\xe9\n").unwrap();
    let (_, latin) = run(&["check", IMPLEMENT]);
    assert!(latin.contains("save it as UTF-8 (line 1"), "{latin}");
    fs::write(&main, "fn main() { println!(\"ok\"); }").unwrap();

    let (code, reset) = run(&["reset", IMPLEMENT]);
    assert!(code == Some(0) && reset.contains("kept/sliding_window-1.rs"), "{reset}");
    let kept = fs::read_to_string(copy.join("chapters/exercises/kept/sliding_window-1.rs")).unwrap();
    assert!(kept.contains("println!(\"ok\")"));
    assert!(fs::read_to_string(&main).unwrap().contains("//! # A window that slides"));

    for (args, code, words) in [
        (&["solution", IMPLEMENT] as &[&str], 2, "not solved yet"),
        (&["solution", IMPLEMENT, "--insist"], 2, "no solutions"),
        (&["verify"], 1, "hand-out"),
        (&["check", "no_such_thing"], 2, "there is no exercise"),
    ] {
        let (got, answer) = run(args);
        assert!(got == Some(code) && answer.contains(words), "{args:?}: {got:?} {answer}");
    }
    two_at_once_and_nowhere_to_keep_it(copy);
    watches_and_resumes(copy, &file(copy, PREDICT, "main.rs"));
    exercises_are_verified(copy);
    assembles_what_is_solved(copy);
}

/// Two terminals check the same exercise, with Cargo as some have it; and a disk that can't be written.
fn two_at_once_and_nowhere_to_keep_it(copy: &Path) {
    let main = file(copy, IMPLEMENT, "main.rs");
    let begun = fs::read_to_string(&main).unwrap();
    fs::write(&main, solution(IMPLEMENT)).unwrap();
    let check = || {
        let mut command = program(copy);
        command.args(["check", IMPLEMENT]).env("CARGO_PROFILE_DEV_PANIC", "abort");
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [check(), check()].map(|child| child.wait_with_output().unwrap());
    for output in both {
        assert!(output.status.success(), "{}", said(&output));
    }
    let list = said(&program(copy).arg("list").output().unwrap());
    assert!(list.contains(&format!("✓ {IMPLEMENT}")), "{list}");

    let progress = copy.join("chapters/exercises/.progress.json");
    fs::remove_file(&progress).unwrap();
    fs::create_dir(&progress).unwrap();
    let output = program(copy).args(["check", IMPLEMENT]).output().unwrap();
    let answer = said(&output);
    assert!(output.status.success() && answer.contains("Solved."), "{answer}");
    assert!(answer.contains("Your progress is not kept"), "{answer}");
    fs::remove_dir(&progress).unwrap();
    fs::write(&main, begun).unwrap();
}

#[test]
fn a_hand_out_goes_into_a_repository_just_begun() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let output = program(here()).arg("export").arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let again = program(here()).arg("export").arg(folder.path()).output().unwrap();
    assert!(said(&again).contains("is not empty"), "{}", said(&again));
}
