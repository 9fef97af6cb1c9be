//! A student: reads, solves, breaks, begins again.

use std::fs;

use super::hand_out::{file, hand_out, program, said, solution};
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
    watches_and_resumes(copy, &file(copy, PREDICT, "main.rs"));
    exercises_are_verified(copy);
}
