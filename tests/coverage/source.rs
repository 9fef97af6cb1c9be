//! What there is in the chapters, found in their sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What returns its gradient together with its value, and so has no backward of its own.
const GRADIENT_WITH_VALUE: [&str; 2] = ["cross_entropy", "BradleyTerry"];

/// The folders of the chapters, in reading order.
pub(crate) fn chapters() -> Vec<PathBuf> {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters")).expect("chapters");
    let numbered = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with('0');
    let mut chapters: Vec<PathBuf> =
        folders.map(|entry| entry.expect("a folder").path()).filter(numbered).collect();
    chapters.sort();
    chapters
}

/// A file of a chapter's tests; nothing if there is none.
pub(crate) fn tests(chapter: &Path, file: &str) -> String {
    fs::read_to_string(chapter.join("tests").join(file)).unwrap_or_default()
}

/// The layers and ops of a chapter that have a backward: where, and their names. The trait that every layer
/// implements is none of them, nor are the twins, which are the oracles.
pub(crate) fn layers_and_ops(chapter: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for (file, source) in sources(&chapter.join("src")) {
        if !file.ends_with("layer.rs") && !file.ends_with("naive.rs") {
            found.extend(differentiable(&source).into_iter().map(|name| (file.clone(), name)));
        }
    }
    found
}

/// The loops that a chapter's fast forms are held against.
pub(crate) fn twins(chapter: &Path) -> Vec<String> {
    let naive = fs::read_to_string(chapter.join("src/naive.rs")).unwrap_or_default();
    naive.lines().filter_map(|line| line.strip_prefix("pub fn ")).map(name_in).collect()
}

/// The texts of the Rust files below `folder`, those in folders of its own too.
pub(crate) fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
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
        let with_value = |name: &str| GRADIENT_WITH_VALUE.contains(&name);
        let is_its_loss = function == "loss" && owner.as_deref().is_some_and(with_value);
        if line.starts_with(' ') && (function == "backward" || is_its_loss) {
            found.extend(owner.clone());
        } else if line.starts_with("pub fn") && (function.ends_with("_backward") || with_value(&function)) {
            found.push(function);
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The first name of a type or function, less its generic parameters: `<F: Float> Linear<F> {` is `Linear`.
pub(crate) fn name_in(text: &str) -> String {
    let text = text.trim_start();
    let text = if text.starts_with('<') { text.split_once("> ").map_or("", |(_, rest)| rest) } else { text };
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether a text names something as a word of its own.
pub(crate) fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}
