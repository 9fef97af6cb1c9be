//! How much is checked, for the page "How we know". `GLASSGPT_RECORD=1` writes the tables, and without it they must be
//! what is there now.

use std::env;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::source::{chapters, layers_and_ops, sources, tests, twins};

#[test]
fn the_book_says_how_many_gradients_are_checked() {
    let counts = |chapter: &Path| {
        let golden = serde_json::from_str(&tests(chapter, "golden.json")).expect("golden.json is JSON");
        [layers_and_ops(chapter).len(), twins(chapter).len(), numbers(&golden)]
    };
    let head = ["chapter", "layers and ops", "naive twins", "numbers from PyTorch"];
    assert_recorded("gradients", &table(head, counts));
}

#[test]
fn the_book_says_how_many_laws_are_tested() {
    let counts = |chapter: &Path| {
        let all = sources(&chapter.join("tests")).iter().map(|(_, text)| laws(text)).sum();
        [laws(&tests(chapter, "properties.rs")), laws(&tests(chapter, "extremes.rs")), all]
    };
    assert_recorded("laws", &table(["chapter", "laws", "laws at the extremes", "all tests"], counts));
}

/// How many numbers there are, the shapes of arrays aside.
fn numbers(golden: &Value) -> usize {
    match golden {
        Value::Number(_) => 1,
        Value::Array(list) => list.iter().map(numbers).sum(),
        Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "shape").map(|(_, value)| numbers(value)).sum()
        }
        _ => 0,
    }
}

/// How many tests of a file say what holds, and not what is refused.
fn laws(tests: &str) -> usize {
    let lines: Vec<&str> = tests.lines().map(str::trim).collect();
    lines.windows(2).filter(|pair| pair[0] == "#[test]" && !pair[1].starts_with("#[should_panic")).count()
}

/// A row for each chapter, and one for all of them.
fn table(head: [&str; 4], counts: impl Fn(&Path) -> [usize; 3]) -> String {
    let mut text = format!("| {} |\n|---|---:|---:|---:|\n", head.join(" | "));
    let mut all = [0; 3];
    for chapter in chapters() {
        let counts = counts(&chapter);
        all = [0, 1, 2].map(|i| all[i] + counts[i]);
        let folder = chapter.file_name().unwrap().to_string_lossy().into_owned();
        let (number, name) = folder.split_once('-').expect("a number and a name");
        text += &row(&format!("{} {name}", &number[1..]), counts);
    }
    text + &row("all", all)
}

fn row(name: &str, counts: [usize; 3]) -> String {
    format!("| {name} | {} |\n", counts.map(thin).join(" | "))
}

/// 12480 as "12 480".
fn thin(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{} {:03}", thin(number / 1000), number % 1000) }
}

/// The page shows this table; another one is a fault, unless it is to be renewed.
fn assert_recorded(name: &str, table: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evidence");
    let file = folder.join(format!("{name}.md"));
    if env::var_os("GLASSGPT_RECORD").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, table).unwrap();
    }
    assert!(
        fs::read_to_string(&file).is_ok_and(|recorded| recorded == table),
        "tests/evidence/{name}.md is not what is counted now: renew it by `GLASSGPT_RECORD=1 cargo test --test coverage`, \
         look at it and commit it\n{table}"
    );
}
