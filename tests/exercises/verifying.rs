//! One who writes an exercise.

use std::fs;
use std::path::Path;

use super::BUG;
use super::hand_out::{exercises_in, program, said, solution};

/// A teacher's exercise is believed only if its checks see what they should.
pub(crate) fn exercises_are_verified(copy: &Path) {
    let place = |path: String| exercises_in(copy).join(path).with_extension("rs");
    let put = |path: String, text: &str| {
        let file = place(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let verify = || {
        let output = program(copy).args(["verify", BUG]).output().unwrap();
        (output.status.success(), said(&output))
    };
    let (right, begun) = (solution(BUG), fs::read_to_string(place(format!("examples/{BUG}"))).unwrap());
    let by_d = right.replace(".sqrt()", "");
    let blamed = |check: &str, text: &str| format!("//! Caught by: {check}\n\n{text}");
    put(format!("solutions/{BUG}"), &right);
    put(format!("wrong/{BUG}/by_d"), &blamed("the_queries_gradient_is_that_of_small_differences", &by_d));
    let (good, answer) = verify();
    assert!(!good && answer.contains("1 known mistakes: 2 are needed"), "{answer}");
    put(format!("wrong/{BUG}/begun"), &blamed("the_keys_gradient_is_that_of_small_differences", &begun));
    assert!(verify().0, "{}", verify().1);

    put(format!("wrong/{BUG}/begun"), &blamed("the_values_gradient_is_that_of_small_differences", &begun));
    assert!(verify().1.contains("begun.rs passes"), "a mistake must fail the check that it names");
    put(format!("wrong/{BUG}/begun"), &begun);
    assert!(verify().1.contains("must begin with"), "a mistake must name a check");
    put(format!("wrong/{BUG}/begun"), &blamed("the_keys_gradient_is_that_of_small_differences", &begun));
    put(format!("solutions/{BUG}"), &by_d);
    assert!(verify().1.contains("the solution fails"), "the solution must pass");
    put(format!("solutions/{BUG}"), &right.replace("dy: &Array2<f64>", "dy: &Array2<f64>, _d: usize"));
    assert!(verify().1.contains("are not those of the stub"), "the solution has the student's signature");
    put(format!("solutions/{BUG}"), &right);
    put(format!("examples/{BUG}"), &right);
    assert!(verify().1.contains("cargo exercises reset"), "the student's file is at its beginning");
}
