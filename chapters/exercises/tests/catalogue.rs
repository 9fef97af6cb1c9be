//! Exercises and chapters as they are read from a folder, and what is said of files that
//! are none.

use std::fs;
use std::path::Path;

use exercises::{Chapter, Kind, chapters};
use tempfile::TempDir;

/// An exercise's `about.toml`, all of whose fields are right.
const RIGHT: &str = r#"
chapter = "counting"
kind = "implement"
minutes = 20
difficulty = 2
points = 3
hints = ["once", "twice"]
insight = "Doubling is adding."
"#;

/// And the top of the student's file.
const TOP: &str = "//! # Twice as much
//!
//! Double every number.
//!
//!     y = 2·x
//!
//! Check it: `cargo exercises check to_double`.

fn main() {}
";

/// A workspace of two chapters, and of the exercises given: their names, and the texts of
/// their `about.toml`.
fn workspace(exercises: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let chapters = root.path().join("chapters");
    for folder in ["10-adding", "09-counting", "exercises/examples", "notes", "xi-roman"] {
        fs::create_dir_all(chapters.join(folder)).unwrap();
    }
    for (name, text) in exercises {
        let folder = chapters.join("exercises/examples").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("about.toml"), text).unwrap();
        fs::write(folder.join("main.rs"), TOP).unwrap();
    }
    root
}

/// What is said of a workspace with one file of this name and text.
#[track_caller]
fn said(name: &str, text: &str) -> String {
    let root = workspace(&[(name, text)]);
    let error = chapters(root.path()).expect_err("a fault is found");
    format!("{error:#}").replace(&root.path().display().to_string(), "ROOT")
}

fn of_chapter(chapter: &str, difficulty: u32, minutes: u32) -> String {
    let easier = RIGHT.replace("difficulty = 2", &format!("difficulty = {difficulty}"));
    easier.replace("counting", chapter).replace("20", &minutes.to_string())
}

#[test]
fn an_exercise_is_what_its_file_says() {
    let bug = RIGHT.replace("\"implement\"", "\"bug\"\nbug_fails = [\"it_doubles\"]");
    let root = workspace(&[("to_double", &bug)]);
    let read = chapters(root.path()).unwrap();
    let [Chapter { number: 9, name, exercises }, Chapter { number: 10, .. }] = &read[..]
    else {
        panic!("{read:?}")
    };
    let exercise = &exercises[0];
    assert_eq!(
        (name.as_str(), exercises.len(), read[1].exercises.len()),
        ("counting", 1, 0)
    );
    assert_eq!(
        (exercise.name.as_str(), exercise.title.as_str()),
        ("to_double", "Twice as much")
    );
    assert_eq!(
        (exercise.kind, exercise.minutes, exercise.difficulty, exercise.points),
        (Kind::Bug, 20, 2, 3)
    );
    assert_eq!(
        (&exercise.hints, &exercise.bug_fails),
        (&["once", "twice"].map(str::to_owned), &vec!["it_doubles".to_owned()])
    );
    assert_eq!(
        (exercise.chapter.as_str(), exercise.insight.as_str()),
        ("counting", "Doubling is adding.")
    );
}

#[test]
fn the_task_is_what_the_students_file_says_or_rather_how_it_began() {
    let root = workspace(&[("to_double", RIGHT)]);
    let folder = root.path().join("chapters/exercises/examples/to_double");
    let told = || {
        let exercise = chapters(root.path()).unwrap()[0].exercises[0].clone();
        (exercise.title, exercise.task)
    };
    let right =
        ("Twice as much".to_owned(), "Double every number.\n\n    y = 2·x".to_owned());
    assert_eq!(told(), right);
    fs::write(folder.join("main.rs"), "fn main() {}").unwrap();
    assert_eq!(
        told(),
        ("to double".to_owned(), String::new()),
        "a student's file may be anything"
    );
    fs::write(folder.join("start.rs"), TOP).unwrap();
    assert_eq!(told(), right);
}

#[test]
fn chapters_come_in_reading_order_and_their_exercises_from_the_easiest() {
    let all = [
        ("counting", 2, 10),
        ("adding", 1, 5),
        ("counting", 1, 30),
        ("counting", 1, 20),
        ("counting", 1, 20),
    ];
    let names = ["a_b", "c_d", "e_f", "z_z", "g_h"];
    let texts =
        all.map(|(chapter, difficulty, minutes)| of_chapter(chapter, difficulty, minutes));
    let files: Vec<_> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let root = workspace(&files);
    let read: Vec<(u32, String, Vec<String>)> = chapters(root.path())
        .unwrap()
        .into_iter()
        .map(|chapter| {
            (
                chapter.number,
                chapter.name,
                chapter.exercises.into_iter().map(|e| e.name).collect(),
            )
        })
        .collect();
    let words =
        |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let right = [
        (9, "counting".to_owned(), words(&["g_h", "z_z", "e_f", "a_b"])),
        (10, "adding".to_owned(), words(&["c_d"])),
    ];
    assert_eq!(read, right);
}

#[test]
fn a_kind_is_said_in_words_of_any_width() {
    let words =
        [Kind::Implement, Kind::Bug, Kind::Law, Kind::Predict].map(|kind| kind.to_string());
    assert_eq!(words, ["implement", "find the bug", "write the law", "predict"]);
    assert_eq!(format!("{:14}|", Kind::Bug), "find the bug  |");
}

#[test]
fn a_file_that_is_no_exercise_is_named_with_its_fault() {
    let file = "ROOT/chapters/exercises/examples/to_double/about.toml"
        .replace('/', std::path::MAIN_SEPARATOR_STR);
    for (text, fault) in [
        ("", "missing field"),
        ("title = \"no end", "invalid basic string"),
        (&RIGHT.replace("minutes = 20", "minutes = 20\nminutes = 30"), "duplicate key"),
        (&RIGHT.replace("points", "pionts"), "unknown field `pionts`"),
        (&RIGHT.replace("\"implement\"", "\"dance\""), "unknown variant `dance`"),
        (&RIGHT.replace("\"once\", ", ""), "array of length 2"),
        (&RIGHT.replace("minutes = 20", "minutes = -20"), "-20"),
    ] {
        let said = said("to_double", text);
        let (at, why) = said.split_once(" is no exercise: ").expect("it is refused");
        assert!(at.starts_with(&format!("{file}, line ")) && why.contains(fault), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let said_of_the_third_line =
        said("to_double", "chapter = \"a\"\nminutes = 1\nminutes = 2");
    assert!(
        said_of_the_third_line.starts_with(&format!("{file}, line 3, is no exercise")),
        "{said_of_the_third_line}"
    );
    for difficulty in ["0", "6"] {
        let text = RIGHT.replace("difficulty = 2", &format!("difficulty = {difficulty}"));
        assert_eq!(said("to_double", &text), format!("{file}: the difficulty is 1 to 5"));
    }
}

#[test]
fn a_name_has_two_words_in_snake_case() {
    for name in [
        "doubled",
        "_doubled",
        "to_",
        "to__double",
        "To_Double",
        "to_double-it",
        "to_dou ble",
    ] {
        let said = said(name, RIGHT);
        assert!(
            said.ends_with("an exercise's name has two or more words, in snake case"),
            "{name}: {said}"
        );
    }
    let root = workspace(&[("layer_norm_2_times", RIGHT)]);
    assert_eq!(chapters(root.path()).unwrap()[0].exercises[0].name, "layer_norm_2_times");
}

#[test]
fn an_exercise_of_no_chapter_is_named() {
    assert_eq!(
        said("to_double", &of_chapter("dividing", 2, 20)),
        "ROOT/chapters/exercises/examples/to_double: there is no chapter \"dividing\""
            .replace('/', std::path::MAIN_SEPARATOR_STR)
    );
}

#[test]
fn what_an_answer_does_without_is_a_chapter_or_in_one() {
    let without = |path: &str| {
        RIGHT.replace("points = 3", &format!("points = 3\nwithout = [\"{path}\"]"))
    };
    for path in ["number-theory::Primes", "countings"] {
        let complaint = format!(
            "ROOT/chapters/exercises/examples/to_double: there is no {path} to do without"
        )
        .replace('/', std::path::MAIN_SEPARATOR_STR);
        assert_eq!(said("to_double", &without(path)), complaint);
    }
    for path in ["counting", "adding::Sum", "number_theory::Primes"] {
        let root = workspace(&[("to_double", &without(path))]);
        fs::create_dir(root.path().join("chapters/11-number-theory")).unwrap();
        assert_eq!(chapters(root.path()).unwrap()[0].exercises[0].without, [path]);
    }
}

#[test]
fn a_folder_or_file_that_cannot_be_read_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let place = Path::new("chapters").join("exercises").join("examples");
    let said = format!("{:#}", chapters(empty.path()).unwrap_err());
    let missing = format!("{} can't be read: ", empty.path().join(&place).display());
    assert!(said.starts_with(&missing), "{said}");

    fs::create_dir_all(empty.path().join(&place).join("a_folder/about.toml")).unwrap();
    let said = format!("{:#}", chapters(empty.path()).unwrap_err());
    assert!(said.contains("about.toml can't be read: "), "{said}");
}
