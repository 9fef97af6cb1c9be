//! One who writes an exercise.

use std::fs;
use std::path::Path;

use super::hand_out::{file, program, said, solution};

/// A bug that is found in a moment: no part of the assistant, which would be trained with each of its files.
const BUG: &str = "share_of_nice_words";

/// A teacher's exercise is believed only if its checks see what they should.
pub(crate) fn exercises_are_verified(copy: &Path) {
    let put = |name: &str, text: &str| {
        let file = file(copy, BUG, name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let verify = || {
        let output = program(copy).args(["verify", BUG]).output().unwrap();
        (output.status.success(), said(&output))
    };
    let (right, begun) = (solution(BUG), fs::read_to_string(file(copy, BUG, "main.rs")).unwrap());
    let mean_ones = right.replace("mood > 0", "mood < 0");
    let blamed = |check: &str, text: &str| format!("//! Caught by: {check}\n\n{text}");
    put("solution.rs", &right);
    put("wrong/mean_ones.rs", &blamed("it_is_the_share_of_nice_words", &mean_ones));
    let (good, answer) = verify();
    assert!(!good && answer.contains("1 known mistakes: 2 are needed"), "{answer}");
    put("wrong/begun.rs", &blamed("silence_is_worth_nothing", &begun));
    assert!(verify().0, "{}", verify().1);

    put("wrong/begun.rs", &blamed("it_is_the_share_of_nice_words", &begun));
    assert!(verify().1.contains("begun.rs passes"), "a mistake must fail the check that it names");
    put("wrong/begun.rs", &begun);
    assert!(verify().1.contains("must begin with"), "a mistake must name a check");
    put("wrong/begun.rs", &blamed("silence_is_worth_nothing", &begun));
    put("solution.rs", &mean_ones);
    assert!(verify().1.contains("the solution fails"), "the solution must pass");
    put("solution.rs", &right.replace("answer: &str", "answer: &str, _more: usize"));
    assert!(verify().1.contains("are not those of the stub"), "the solution has the student's signature");
    put("solution.rs", &right);
    put("main.rs", &right);
    assert!(verify().1.contains("the stub passes"), "the student's file is at its beginning");

    let run = |args: &[&str]| said(&program(copy).args(args).output().unwrap());
    assert!(run(&["new", "doubled"]).contains("two or more words"));
    assert!(run(&["new", BUG]).contains("is there already"));
    run(&["new", "doubled_again"]);
    let verified = run(&["verify", "doubled_again"]);
    assert!(verified.contains("1 exercises, 0 with faults"), "what is begun is proved: {verified}");
}
