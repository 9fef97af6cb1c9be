//! A student: reads, solves, breaks, begins again.

use std::fs;
use std::io::Write;
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
    puts_lines_in_order(copy);
    reviews_and_tells_how_far(copy);
}

/// What a command says that is told these lines.
fn told(copy: &Path, args: &[&str], lines: &str) -> (Option<i32>, String) {
    let mut command = program(copy);
    let mut child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), said(&output))
}

/// Lines in a wrong order, in a right one, and the missing one.
fn puts_lines_in_order(copy: &Path) {
    let (code, list) = told(copy, &["lines"], "");
    assert!(code == Some(0) && list.contains("lines rows_of_a_table"), "{list}");
    let typed = "7 8 9\n7 8 5 6 3\n7 8 4 1 6 3\nrow += &dx.row(t);\n";
    let (code, answer) = told(copy, &["lines", "rows_of_a_table"], typed);
    let place = |words: &str| answer.find(words).unwrap_or_else(|| panic!("{words}: {answer}"));
    assert_eq!(code, Some(0), "{answer}");
    assert!(place("9 is none of the numbers") < place("✗ a token that comes twice"), "{answer}");
    assert!(
        place("Not yet") < place("In order.") && place("In order.") < place("write it alone"),
        "{answer}"
    );
    let at_once = |order: &str, line: &str| {
        told(copy, &["lines", "rows_of_a_table", "--order", order, "--line", line], "")
    };
    assert_eq!(at_once("7 8 4 1 6 3", "row += &dx.row(t);").0, Some(0), "as the page asks it");
    let (code, answer) = at_once("7 8 4 1 6 3", "row = &dx.row(t);");
    assert!(code == Some(1) && answer.contains("it does not compile yet"), "{answer}");
    assert_eq!(at_once("7 8", "row += &dx.row(t);").0, Some(2), "the missing line is none of these");
    assert_eq!(told(copy, &["lines", "rows_of_a_table"], "").0, Some(1), "one can stop");
    assert_eq!(told(copy, &["lines", PREDICT], "").0, Some(2), "there are none");
}

/// Five questions, none that day again, others the next day; and an anonymous file that becomes a table.
fn reviews_and_tells_how_far(copy: &Path) {
    let review = |day: &str| told(copy, &["review", "--up-to", "2", "--today", day], &"1\na\n".repeat(9));
    let (code, first) = review("100");
    assert!(code == Some(0) && first.contains("of 5 right"), "{first}");
    assert_eq!(first.matches("\nChapter ").count(), 5, "{first}");
    assert!(review("100").1.contains("Nothing is due today"), "{:?}", review("100"));
    assert!(review("101").1.contains("of 5 right"));

    let class = copy.join("a-class");
    fs::create_dir_all(&class).unwrap();
    let file = class.join("one.json");
    let (code, answer) = told(copy, &["progress", "--export", file.to_str().unwrap()], "");
    assert!(code == Some(0) && fs::read_to_string(&file).unwrap().contains("\"asked\": 2"), "{answer}");
    fs::copy(&file, class.join("two.json")).unwrap();
    let (code, table) = told(copy, &["progress", "--class", class.to_str().unwrap()], "");
    assert!(code == Some(0) && table.contains("question,odds_of_scores,2,"), "{table}");
    assert!(table.contains(&format!("exercise,{PREDICT},2,")), "{table}");
    fs::write(class.join("three.json"), "[]").unwrap();
    let mut command = program(copy);
    let wrong = said(&command.args(["progress", "--class"]).arg(&class).output().unwrap());
    assert!(wrong.contains("three.json is no exported progress"), "{wrong}");
    assert!(told(copy, &["progress"], "").1.contains("foundations"));
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
