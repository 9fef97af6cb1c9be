//! Nothing that has a gradient goes unchecked: each layer and each op with a backward is named in its chapter's
//! gradient checks and among its golden values, and each naive twin in a test.

use std::fs;
use std::path::{Path, PathBuf};

/// Whose golden values are those of the whole model: they hold every gradient of these parts.
const PARTS_OF_GPT: [&str; 2] = ["Block", "Embedding"];

/// Folder and name of each chapter.
fn chapters() -> Vec<PathBuf> {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters")).expect("chapters");
    let chapters: Vec<PathBuf> = folders.map(|entry| entry.expect("a folder").path()).collect();
    let numbered = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with('0');
    chapters.into_iter().filter(numbered).collect()
}

/// The texts of the Rust files below `folder`, those in folders of its own too.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a chapter has src and tests") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("readable");
            found.push((path, text));
        }
    }
    found
}

/// What has a backward: types with `fn backward`, and functions whose name says so.
fn differentiable(source: &str) -> Vec<String> {
    let mut owner = None;
    let mut found = Vec::new();
    for line in source.lines() {
        if let Some(header) = line.strip_prefix("impl") {
            owner = header.split(" for ").last().map(name_in);
        }
        let Some((_, function)) = line.split_once("fn ") else { continue };
        let function = name_in(function);
        if line.starts_with(' ') && function == "backward" {
            found.extend(owner.clone());
        } else if line.starts_with("pub fn") && function.ends_with("_backward") {
            found.push(function);
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The first name of a type or function, less its generic parameters: `<F: Float> Linear<F> {` is `Linear`.
fn name_in(text: &str) -> String {
    let text = text.trim_start();
    let text = if text.starts_with('<') { text.split_once("> ").map_or("", |(_, rest)| rest) } else { text };
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}

#[test]
fn every_layer_and_op_has_a_gradient_check_and_golden_values() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for chapter in chapters() {
        let tests = |file: &str| fs::read_to_string(chapter.join("tests").join(file)).unwrap_or_default();
        let (gradients, golden) = (tests("gradients.rs"), tests("golden.rs"));
        for (file, source) in sources(&chapter.join("src")) {
            // The one that every layer implements, and the twins, which are the oracles.
            if file.ends_with("layer.rs") || file.ends_with("naive.rs") {
                continue;
            }
            for name in differentiable(&source) {
                checked += 1;
                if !names(&gradients, &name) {
                    missing.push(format!("{}: no gradient check of {name}", file.display()));
                }
                if !names(&golden, &name) && !PARTS_OF_GPT.contains(&&name[..]) {
                    missing.push(format!("{}: no golden values of {name}", file.display()));
                }
            }
        }
    }
    assert!(checked >= 12, "only {checked} layers and ops were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_naive_twin_is_held_against_something() {
    let mut checked = 0;
    let mut missing = Vec::new();
    for chapter in chapters() {
        let Ok(naive) = fs::read_to_string(chapter.join("src/naive.rs")) else { continue };
        let tests: String = sources(&chapter.join("tests")).into_iter().map(|(_, text)| text).collect();
        for twin in naive.lines().filter_map(|line| line.strip_prefix("pub fn ")).map(name_in) {
            checked += 1;
            if !names(&tests, &twin) {
                missing.push(format!("{}: no test of naive::{twin}", chapter.display()));
            }
        }
    }
    assert!(checked >= 20, "only {checked} naive twins were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
