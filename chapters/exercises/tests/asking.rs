//! A checking process asked from outside, as the runner asks: this test program calls
//! itself, and answers.

use std::env;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use exercises::{Answer, Question, Variant, Verdict, checks, same_number};
use rand::{RngExt, rngs::StdRng};

const SECRET: &str = "0123456789abcdef ";
/// Set for the process that answers.
const ANSWERS: &str = "EXERCISES_TEST_ANSWERS";

fn it_passes(_: &mut StdRng) -> Verdict {
    print!("a student prints, and ends no line");
    Ok(())
}

fn it_fails(_: &mut StdRng) -> Verdict {
    same_number("2 + 2", 5.0, 4.0)
}

fn it_panics(_: &mut StdRng) -> Verdict {
    let (numbers, place) = (vec![1.0], 3 + SECRET.len());
    same_number("a number that is not there", numbers[place], 1.0)
}

fn it_panics_with_a_text_of_its_own(_: &mut StdRng) -> Verdict {
    let shape = (2, 3);
    panic!("the shape {shape:?} is none")
}

fn it_panics_without_a_message(_: &mut StdRng) -> Verdict {
    std::panic::panic_any(7)
}

fn it_tells_its_draw(rng: &mut StdRng) -> Verdict {
    Err(rng.random_range(0..1_000_000).to_string())
}

checks![
    it_passes,
    it_fails,
    it_panics,
    it_panics_with_a_text_of_its_own,
    it_panics_without_a_message,
    it_tells_its_draw,
];

mod another {
    use super::{StdRng, Verdict, checks};

    fn it_passes(_: &mut StdRng) -> Verdict {
        Err("the checks of the other file".to_owned())
    }

    checks![it_passes];
}

const VARIANTS: &[Variant] = &[("student", CHECKS), ("other", another::CHECKS)];

/// The process that is asked. Called as a test, there is no question, and nothing to do.
#[test]
fn a_checking_process() {
    if env::var_os(ANSWERS).is_some() {
        exercises::answer(VARIANTS);
    }
}

fn asked(question: &[u8]) -> Output {
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["asking::a_checking_process", "--exact", "--nocapture"])
        .env(ANSWERS, "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(question).unwrap();
    process.wait_with_output().unwrap()
}

fn ask(variant: &str, check: Option<&str>, seed: u64) -> Output {
    let (secret, variant, check) =
        (SECRET.to_owned(), variant.to_owned(), check.map(str::to_owned));
    asked(&serde_json::to_vec(&Question { secret, variant, check, seed }).unwrap())
}

/// The one answer to a question.
#[track_caller]
fn answer(variant: &str, check: Option<&str>, seed: u64) -> Answer {
    let output = ask(variant, check, seed);
    let printed = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<&str> =
        printed.lines().filter_map(|line| line.strip_prefix(SECRET)).collect();
    assert!(output.status.success() && answers.len() == 1, "{printed}");
    serde_json::from_str(answers[0]).unwrap()
}

#[test]
fn without_a_check_it_names_them_all_in_order() {
    let names = |names: &[&str]| {
        Answer::Checks(names.iter().map(|&name| name.to_owned()).collect())
    };
    let six = [
        "it_passes",
        "it_fails",
        "it_panics",
        "it_panics_with_a_text_of_its_own",
        "it_panics_without_a_message",
        "it_tells_its_draw",
    ];
    assert_eq!(answer("student", None, 1), names(&six));
    assert_eq!(answer("other", None, 1), names(&["it_passes"]));
}

#[test]
fn a_check_passes_or_says_what_it_found() {
    assert_eq!(
        answer("student", Some("it_passes"), 1),
        Answer::Passed,
        "its line is its own"
    );
    let wrong = Answer::Failed("2 + 2 is 5 and should be 4".to_owned());
    assert_eq!(answer("student", Some("it_fails"), 1), wrong);
    let other = Answer::Failed("the checks of the other file".to_owned());
    assert_eq!(answer("other", Some("it_passes"), 1), other);
}

#[test]
fn a_panic_is_an_answer_with_its_place_and_its_message() {
    for (check, message) in [
        ("it_panics", ": index out of bounds: the len is 1 but the index is 20"),
        ("it_panics_with_a_text_of_its_own", ": the shape (2, 3) is none"),
        ("it_panics_without_a_message", ": a panic without a message"),
    ] {
        let Answer::Panicked(said) = answer("student", Some(check), 1) else {
            panic!("{check} has not panicked")
        };
        let (place, line) = said
            .strip_suffix(message)
            .and_then(|place| place.rsplit_once(':'))
            .expect(&said);
        assert!(place.ends_with("asking.rs") && line.parse::<u32>().is_ok(), "{said}");
    }
}

#[test]
fn the_seed_decides_what_a_check_draws() {
    let drawn = |seed| answer("student", Some("it_tells_its_draw"), seed);
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
}

#[test]
fn what_the_runner_never_asks_has_no_answer() {
    let question =
        r#"{"secret":"0123456789abcdef ","variant":"student","check":null,"seed":1}"#;
    assert!(asked(question.as_bytes()).status.success());
    for (output, complaint) in [
        (ask("nobody", None, 1), "a known variant"),
        (ask("student", Some("it_flies"), 1), "a known check"),
        (asked(b"{}"), "the runner asks in JSON"),
        (asked(b"\xff"), "the runner asks on standard input"),
    ] {
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(complaint), "{said}");
        assert!(!said.contains(SECRET), "{said}");
    }
}
