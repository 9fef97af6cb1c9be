//! `glassgpt exercises` from outside, on a copy of the workspace: as a student, as a teacher, and as somebody who cheats.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// The exercises that these tests work on: one of each kind.
const IMPLEMENT: &str = "sliding_window";
const BUG: &str = "gradient_of_attention";
const PREDICT: &str = "heads_and_parameters";

/// What is said of an array too large: there is a limit where the shell can set one.
const NO_ROOM: &str = if cfg!(target_os = "linux") { "the memory ran out" } else { "" };

/// The root of this workspace.
fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the workspace as its students get it. All commands but its making run in it alone: it shares the target
/// folder, and two workspaces that build into one at the same time would be in each other's way.
fn hand_out() -> &'static Path {
    static COPY: OnceLock<PathBuf> = OnceLock::new();
    COPY.get_or_init(|| {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hand-out");
        let _ = fs::remove_dir_all(&copy);
        let output = program(here()).arg("export").arg(&copy).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        copy
    })
}

/// `glassgpt exercises`, run in a folder.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glassgpt"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap(); // the copy shares what is compiled
    command.arg("exercises").current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

/// All that a command printed.
fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

fn exercises_in(folder: &Path) -> PathBuf {
    folder.join("chapters/exercises")
}

fn solution(name: &str) -> String {
    fs::read_to_string(exercises_in(here()).join("solutions").join(name).with_extension("rs")).unwrap()
}

/// A folder of student files, and grading it.
struct HandedIn(TempDir);

impl HandedIn {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name).with_extension("rs");
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        HandedIn(folder)
    }

    /// Gradescope's test of one exercise.
    fn graded(&self, exercise: &str) -> Value {
        let file = self.0.path().join("results.json");
        let output = program(hand_out())
            .args(["grade", "--seed", "5", "--json"])
            .arg(&file)
            .arg("--submission")
            .arg(self.0.path())
            .output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let results: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let tests = results["tests"].as_array().unwrap();
        tests.iter().find(|test| test["name"] == exercise).unwrap().clone()
    }

    #[track_caller]
    fn fails(&self, exercise: &str, because: &str) {
        let test = self.graded(exercise);
        assert_eq!(test["score"], 0, "{test}");
        assert!(test["output"].as_str().unwrap().contains(because), "{because:?} is not in {test}");
    }
}

/// A right answer's file, with the right lines replaced.
fn sliding_window(body: &str) -> String {
    format!(
        "use ndarray::Array2;\npub fn sliding_window(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>, window: usize) -> Array2<f64> {{ {body} }}"
    )
}

#[test]
fn a_student_reads_solves_breaks_and_goes_on_where_they_stopped() {
    let copy = hand_out();
    let file = |name: &str| exercises_in(copy).join("examples").join(name).with_extension("rs");
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

    fs::write(file(IMPLEMENT), solution(IMPLEMENT)).unwrap();
    let (code, solved) = run(&["check", file(IMPLEMENT).to_str().unwrap()]);
    assert!(code == Some(0) && solved.contains("Solved."), "{solved}");
    assert!(run(&["list"]).1.contains(&format!("✓ {IMPLEMENT}")));

    fs::write(file(IMPLEMENT), "fn main() { println!(\"ok\"); }").unwrap();
    assert!(run(&["list"]).1.contains(&format!("· {IMPLEMENT}")), "another file is not solved");
    let (code, broken) = run(&["check", IMPLEMENT]);
    assert!(code == Some(1) && broken.contains("keep the names and the types"), "{broken}");

    let (code, reset) = run(&["reset", IMPLEMENT]);
    assert!(code == Some(0) && reset.contains("kept/sliding_window-1.rs"), "{reset}");
    let kept = fs::read_to_string(exercises_in(copy).join("kept/sliding_window-1.rs")).unwrap();
    assert!(kept.contains("println!(\"ok\")"));
    assert!(fs::read_to_string(file(IMPLEMENT)).unwrap().contains("//! # A window that slides"));

    for (args, code, words) in [
        (&["solution", IMPLEMENT] as &[&str], 2, "not solved yet"),
        (&["solution", IMPLEMENT, "--insist"], 2, "no solutions"),
        (&["verify"], 1, "hand-out"),
        (&["check", "no_such_thing"], 2, "there is no exercise"),
    ] {
        let (got, answer) = run(args);
        assert!(got == Some(code) && answer.contains(words), "{args:?}: {got:?} {answer}");
    }
    watches_and_resumes(copy, &file(PREDICT));
    exercises_are_verified(copy);
}

/// A teacher's exercise is believed only if its checks see what they should.
fn exercises_are_verified(copy: &Path) {
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

/// The watcher checks what is saved, goes on to the next exercise, and begins again where it was stopped.
fn watches_and_resumes(copy: &Path, file: &Path) {
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

#[test]
fn every_chapter_has_four_exercises_of_two_kinds_at_least() {
    let chapters = exercises::chapters(here()).unwrap();
    for chapter in &chapters {
        let mut kinds: Vec<String> =
            chapter.exercises.iter().map(|exercise| exercise.kind.to_string()).collect();
        kinds.sort();
        kinds.dedup();
        assert!(chapter.exercises.len() >= 4 && kinds.len() >= 2, "{}: {kinds:?}", chapter.name);
    }
    assert!(chapters.iter().map(|chapter| chapter.exercises.len()).sum::<usize>() >= 36);
}

#[test]
fn nothing_but_an_answer_counts_as_solved() {
    let endless = sliding_window("loop { std::hint::black_box((q, k, v, window)); }");
    let cheat = sliding_window(
        "for line in [\"Passed\", \"\\\"Passed\\\"\", \"{\\\"answer\\\":\\\"Passed\\\"}\"] { println!(\"{line}\"); } let _ = (q, k, window); std::process::exit(if v.len() > 99 { 1 } else { 0 })",
    );
    let cases = [
        ("", "keep the names and the types"),
        ("fn main() { println!(\"ok\"); }", "keep the names and the types"),
        ("pub fn sliding_window(", "does not compile"),
        (&sliding_window("let _ = (q, k, window); v.mapv(|x| x / 0.0 * 0.0)"), "NaN"),
        (&sliding_window("let _ = (q, k, window); v.t().to_owned()"), "shape"),
        (&sliding_window("panic!(\"{} {} {} {window}\", q, k, v)"), "panicked at sliding_window.rs:2"),
        (
            &sliding_window(
                "if window < 1 { v.clone() } else { sliding_window(q, k, v, window + q.len().min(1)) }",
            ),
            "stack overflowed",
        ),
        (&sliding_window("let _ = (q, k, window); Array2::zeros((v.nrows() << 40, 1 << 10))"), NO_ROOM),
        (&sliding_window("let _ = (q, k, v, window); std::process::abort()"), "aborted"),
        (&cheat, "ended before the check did"),
        (&endless, "did not end within"),
    ];
    for (text, because) in cases {
        HandedIn::new(&[(IMPLEMENT, text)]).fails(IMPLEMENT, because);
    }
}

#[test]
fn a_class_of_five_is_graded_whatever_they_handed_in() {
    let class = tempfile::tempdir().unwrap();
    let hand_in = |student: &str, file: &str, text: &str| {
        let file = class.path().join(student).join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    for name in [IMPLEMENT, BUG, PREDICT] {
        hand_in("ada", &format!("{name}.rs"), &solution(name));
    }
    hand_in("ben", &format!("{PREDICT}.rs"), &solution(PREDICT));
    hand_in("cleo", &format!("{IMPLEMENT}.rs"), "pub fn sliding_window(");
    hand_in(
        "dan",
        &format!("{IMPLEMENT}.rs"),
        &sliding_window("loop { std::hint::black_box((q, k, v, window)); }"),
    );
    hand_in(
        "eve",
        &format!("chapters/exercises/examples/{IMPLEMENT}.rs"),
        &sliding_window("let _ = (q, k, window); v.clone()"),
    );
    hand_in("eve", &format!("chapters/exercises/checks/{IMPLEMENT}.rs"), "exercises::checks![];");

    let csv = class.path().join("grades.csv");
    let output = program(hand_out())
        .args(["grade", "--seed", "7", "--class"])
        .arg(class.path())
        .arg("--csv")
        .arg(&csv)
        .output();
    let table = said(&output.unwrap());
    let row = |student: &str| {
        table.lines().find(|line| line.starts_with(student)).unwrap_or_else(|| panic!("{table}"))
    };
    for (student, points) in
        [("ada", " 7 of"), ("ben", " 1 of"), ("cleo", " 0 of"), ("dan", " 0 of"), ("eve", " 0 of")]
    {
        assert!(row(student).contains(points), "{table}");
    }
    assert!(row("cleo").contains("does not compile") && row("dan").contains("did not end"), "{table}");
    let rows = fs::read_to_string(csv).unwrap();
    assert!(
        rows.contains(&format!("\"ada\",\"{IMPLEMENT}\",\"attention\",\"implement\",\"3\",\"3\",\"\"")),
        "{rows}"
    );

    let (json, junit) = (class.path().join("results.json"), class.path().join("junit.xml"));
    let mut grade = program(hand_out());
    grade.args(["grade", "--seed", "7", "--submission"]).arg(class.path().join("ada"));
    let output = grade.arg("--json").arg(&json).arg("--junit").arg(&junit).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let results: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(results["score"], 7, "{results}");
    assert!(results["tests"].as_array().unwrap().iter().all(|test| test["max_score"].is_u64()));
    let junit = fs::read_to_string(junit).unwrap();
    assert!(
        junit.contains("<testcase classname=\"sliding_window\" name=\"any window on any tokens\"/>"),
        "{junit}"
    );
    assert!(junit.contains("failures=\"0\"") && junit.trim_end().ends_with("</testsuites>"), "{junit}");
}
