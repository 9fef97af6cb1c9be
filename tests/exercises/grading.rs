//! A teacher who grades, and those who cheat.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::hand_out::{file, hand_out, here, program, said, solution};
use super::{BUG, IMPLEMENT, OWN_WORK, PREDICT, thirds};

/// What is said of an array too large: there is a limit where the shell can set one.
const NO_ROOM: &str = if cfg!(target_os = "linux") { "the memory ran out" } else { "" };

/// A folder of student files, and grading it.
pub(crate) struct HandedIn(TempDir);

impl HandedIn {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name).with_extension("rs");
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        HandedIn(folder)
    }

    /// Gradescope's tests of all.
    pub(crate) fn tests(&self, more: &[&str]) -> Vec<Value> {
        let file = self.0.path().join("results.json");
        let output = program(hand_out())
            .args(["grade", "--seed", "5"])
            .args(more)
            .arg("--json")
            .arg(&file)
            .arg("--submission")
            .arg(self.0.path())
            .output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let results: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        results["tests"].as_array().unwrap().clone()
    }

    #[track_caller]
    pub(crate) fn fails(&self, exercise: &str, because: &str) {
        let tests = self.tests(&[]);
        let test = of(&tests, exercise);
        assert_eq!(test["score"], 0, "{test}");
        assert!(test["output"].as_str().unwrap().contains(because), "{because:?} is not in {test}");
    }
}

/// Gradescope's test of one exercise.
fn of<'a>(tests: &'a [Value], exercise: &str) -> &'a Value {
    tests.iter().find(|test| test["name"] == exercise).unwrap()
}

/// A right answer's file, with the right lines replaced.
fn sliding_window(body: &str) -> String {
    format!(
        "use ndarray::Array2;\npub fn sliding_window(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>, window: usize) -> Array2<f64> {{ {body} }}"
    )
}

#[test]
fn nothing_but_an_answer_counts_as_solved() {
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
        (&sliding_window("let _ = (k, window); q.dot(&v.dot(v))"), "(called from sliding_window.rs:2)"),
        (
            &sliding_window(
                "if window < 1 { v.clone() } else { sliding_window(q, k, v, window + q.len().min(1)) }",
            ),
            "stack overflowed",
        ),
        (&sliding_window("let _ = (q, k, window); Array2::zeros((v.nrows() << 40, 1 << 10))"), NO_ROOM),
        (&sliding_window("let _ = (q, k, v, window); std::process::abort()"), "aborted"),
        (&cheat, "ended before the check did"),
    ];
    for (text, because) in thirds(cases) {
        HandedIn::new(&[(IMPLEMENT, text)]).fails(IMPLEMENT, because);
    }
}

#[test]
fn a_teacher_may_give_shares() {
    let half_right = fs::read_to_string(file(here(), BUG, "wrong/queries_only.rs")).unwrap();
    let handed_in = HandedIn::new(&[
        (IMPLEMENT, &sliding_window("let _ = (q, k, window); v.clone()")),
        (BUG, &half_right),
    ]);
    let (all_or_none, shares) = (handed_in.tests(&[]), handed_in.tests(&["--shares"]));
    for (name, share) in [(IMPLEMENT, 0), (BUG, 1)] {
        let points = (&of(&all_or_none, name)["score"], &of(&shares, name)["score"]);
        assert_eq!(points, (&0.into(), &share.into()), "{name}");
    }
}

#[test]
fn the_chapters_own_code_is_no_answer() {
    let borrowed = "use ndarray::Array2;\n\npub fn softmax(scores: &Array2<f64>) -> Array2<f64> {\n    foundations::softmax(scores)\n}\n";
    HandedIn::new(&[(OWN_WORK, borrowed)])
        .fails(OWN_WORK, "it does not compile without `foundations`: do without it");
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
        &format!("chapters/exercises/examples/{IMPLEMENT}/main.rs"),
        &sliding_window("let _ = (q, k, window); v.clone()"),
    );
    hand_in("eve", &format!("chapters/exercises/examples/{IMPLEMENT}/checks.rs"), "exercises::checks![];");

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

/// Answers that are none, and files that are none: no points, a reason, and the next student's turn.
#[test]
fn nobody_stops_a_class_and_nobody_is_given_a_solution() {
    let class = tempfile::tempdir().unwrap();
    let hand_in = |student: &str, file: &str, text: &str| {
        let file = class.path().join(student).join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    let ours = file(here(), IMPLEMENT, "solution.rs");
    hand_in("includes", "sliding_window.rs", &format!("include!({ours:?});"));
    hand_in("leads", "sliding_window.rs", &format!("#[path = {ours:?}] mod s; pub use s::*;"));
    let before = "#[unsafe(link_section = \".init_array\")] pub static A: extern \"C\" fn() = { extern \"C\" fn a() { std::process::exit(0) } a };";
    hand_in("begins_early", "sliding_window.rs", &(before.to_owned() + &solution(IMPLEMENT)));
    let shadows = "#![macro_use]\nmacro_rules! format { ($($t:tt)*) => {{ if true { return Ok(()) } String::new() }} }\n";
    let zeros = sliding_window("let _ = (q, k, window); Array2::zeros(v.raw_dim())");
    hand_in("shadows", "sliding_window.rs", &(shadows.to_owned() + &zeros));
    hand_in("deep/anna/chapters/exercises/examples", &format!("{IMPLEMENT}/main.rs"), &solution(IMPLEMENT));
    hand_in("browser", "Sliding_Window (1).rs.txt", &solution(IMPLEMENT));
    hand_in("packed", "answers.zip", "PK");
    hand_in("", "carol.ZIP", "PK");
    hand_in("", "lost_sliding_window.rs", "");
    hand_in(".git", "HEAD", "");
    hand_in("__MACOSX/zoe", "._sliding_window.rs", "");
    hand_in("odd", "; echo $(id) \"\n'.rs", &solution(IMPLEMENT));
    hand_in("folder/sliding_window.rs", "a.txt", "");
    #[cfg(unix)]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        fs::write(class.path().join("odd").join(OsStr::from_bytes(b"\xff\xfe.rs")), "").unwrap();
        fs::create_dir_all(class.path().join("pipe")).unwrap();
        let pipe = class.path().join("pipe/sliding_window.rs");
        assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
        fs::create_dir_all(class.path().join("links")).unwrap();
        std::os::unix::fs::symlink(&ours, class.path().join("links/sliding_window.rs")).unwrap();
    }
    hand_in("zoe", "sliding_window.rs", &solution(IMPLEMENT));

    let output = program(hand_out()).args(["grade", "--seed", "7", "--class"]).arg(class.path()).output();
    let output = output.unwrap();
    let table = said(&output);
    let row = |student: &str| {
        table.lines().find(|line| line.starts_with(student)).unwrap_or_else(|| panic!("{table}"))
    };
    for student in ["includes", "leads", "begins_early", "shadows", "packed", "folder", "odd"] {
        assert!(row(student).contains(" 0 of"), "{table}");
    }
    #[cfg(unix)]
    assert!(row("links").contains(" 0 of") && row("pipe").contains(" 0 of"), "{table}");
    assert!(!table.contains("MACOSX") && !table.contains(".git"), "{table}");
    assert!(
        table.contains("carol.ZIP must be unpacked") && table.contains("1 of the class could not"),
        "{table}"
    );
    assert!(table.contains("lost_sliding_window.rs is no folder, and nobody's submission"), "{table}");
    assert_eq!(output.status.code(), Some(1), "somebody was not graded: {table}");
    for (student, note) in [("deep", "found deeper"), ("browser", "oddly named"), ("zoe", "")] {
        assert!(row(student).contains(" 3 of") && row(student).contains(note), "{table}");
    }
    assert!(row("packed").contains("must be unpacked"), "{table}");
}
