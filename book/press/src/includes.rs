//! Listings are included by anchor, and the include holds what it promises.
//!
//! mdBook puts an empty block where an anchor is missing, and goes on; the press doesn't.

use std::fs;
use std::path::Path;

use crate::page::{Kind, Page};
use crate::problem::Problem;

/// What is wrong with a page's includes; `root` is the workspace.
pub(crate) fn check(root: &Path, page: &Page) -> Vec<Problem> {
    let folder = root.join(&page.file).parent().unwrap_or(root).to_owned();
    let mut problems = Vec::new();
    for (byte, command) in commands(&page.text) {
        if let Err(cause) = check_one(&folder, command) {
            problems.push(page.problem(byte, cause));
        }
    }
    problems
}

/// What is wrong with a page's Rust fences: they may hold includes only.
pub(crate) fn check_fences(page: &Page) -> Vec<Problem> {
    let mut problems = Vec::new();
    for piece in page.pieces() {
        let Kind::Fence { info, body } = piece.kind else { continue };
        let language = info.split([',', ' ']).next().unwrap_or_default();
        let typed =
            body.lines().find(|line| !line.trim().is_empty() && !line.trim().starts_with("{{#include "));
        if let ("rust", Some(line)) = (language, typed) {
            let cause = format!(
                "Rust is typed into the page (\"{}\"): include it from a crate by its anchor",
                line.trim()
            );
            problems.push(page.problem(piece.range.start, cause));
        }
    }
    problems
}

/// The `{{#…}}` of a text, each with its place; `\{{#…}}` is text for the reader.
fn commands(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{{#").filter(|&(at, _)| !text[..at].ends_with('\\')).map(|(at, open)| {
        let inside = &text[at + open.len()..];
        (at, inside[..inside.find("}}").unwrap_or(0)].trim())
    })
}

fn check_one(folder: &Path, command: &str) -> Result<(), String> {
    let Some(("include", place)) = command.split_once(' ') else {
        return Err(format!(
            "\"{{{{#{command}}}}}\" is no include: write {{{{#include path/to/file.rs:anchor}}}}"
        ));
    };
    let (file, anchor) =
        place.trim().split_once(':').map_or((place.trim(), None), |(file, anchor)| (file, Some(anchor)));
    let text = fs::read_to_string(folder.join(file))
        .map_err(|error| format!("the file {file} can't be included: {error}"))?;
    match anchor {
        None if text.trim().is_empty() => Err(format!("the included file {file} is empty")),
        None => Ok(()),
        Some(anchor) => check_anchor(&text, file, anchor),
    }
}

fn check_anchor(text: &str, file: &str, anchor: &str) -> Result<(), String> {
    if anchor.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(format!(
            "{file}:{anchor} includes by line number, and lines move: give the listing an anchor"
        ));
    }
    let mark = |keyword: &str| {
        text.lines().position(|line| {
            line.split_once(keyword).is_some_and(|(_, name)| {
                name.trim_start().split(|c: char| !(c.is_alphanumeric() || "_-".contains(c))).next()
                    == Some(anchor)
            })
        })
    };
    let start = mark("ANCHOR:").ok_or(format!("{file} has no anchor \"{anchor}\""))?;
    let end = mark("ANCHOR_END:").ok_or(format!("the anchor \"{anchor}\" of {file} never ends"))?;
    let mut listing = text.lines().take(end).skip(start + 1);
    match listing.any(|line| !line.trim().is_empty() && !line.contains("ANCHOR")) {
        true => Ok(()),
        false => Err(format!("the anchor \"{anchor}\" of {file} holds nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "// ANCHOR: add\nfn add() {}\n// ANCHOR_END: add\n// ANCHOR: hollow\n\n// ANCHOR_END: hollow\n// ANCHOR: open\nfn open() {}\n";

    fn page(text: &str) -> Page {
        Page::new(Path::new("src"), Path::new("a.md"), text)
    }

    #[test]
    fn an_anchor_must_begin_end_and_hold_something() {
        assert_eq!(check_anchor(SOURCE, "f.rs", "add"), Ok(()));
        assert_eq!(check_anchor(SOURCE, "f.rs", "ad").unwrap_err(), "f.rs has no anchor \"ad\"");
        assert_eq!(
            check_anchor(SOURCE, "f.rs", "hollow").unwrap_err(),
            "the anchor \"hollow\" of f.rs holds nothing"
        );
        assert_eq!(
            check_anchor(SOURCE, "f.rs", "open").unwrap_err(),
            "the anchor \"open\" of f.rs never ends"
        );
        assert!(check_anchor(SOURCE, "f.rs", "2:3").unwrap_err().contains("by line number"));
    }

    #[test]
    fn a_missing_file_is_named_with_its_line() {
        let problems =
            check(Path::new("."), &page("text\n{{#include nowhere.rs:add}}\n\\{{#include shown}}\n"));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().starts_with("src/a.md:2: the file nowhere.rs can't be included"));
    }

    #[test]
    fn other_commands_of_mdbook_are_refused() {
        let problems = check(Path::new("."), &page("{{#playground x.rs}}"));
        assert!(problems[0].cause.contains("is no include"));
    }

    #[test]
    fn rust_typed_into_a_page_is_a_problem() {
        assert!(
            check_fences(&page("```rust\n{{#include a.rs:b}}\n```\n\n```text\nlet x;\n```\n")).is_empty()
        );
        let problems = check_fences(&page("one\n\n```rust,ignore\n{{#include a.rs:b}}\nlet x = 1;\n```\n"));
        assert!(
            problems[0].to_string().starts_with("src/a.md:3: Rust is typed into the page (\"let x = 1;\")")
        );
    }
}
