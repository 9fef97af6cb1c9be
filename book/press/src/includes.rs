//! Includes hold what they promise, and no anchor waits for a page in vain.
//!
//! mdBook puts an empty block where an anchor is missing, and goes on; the press doesn't.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::book::Book;
use crate::page::Page;
use crate::problem::Problem;

/// A file, named from the page's folder, and the anchor in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Include {
    pub(crate) file: String,
    anchor: Option<String>,
}

impl Include {
    /// What is written between `{{#` and `}}`.
    ///
    /// # Errors
    /// If it is another of mdBook's commands, or includes by line number.
    pub(crate) fn read(command: &str) -> Result<Self, String> {
        let Some(("include", place)) = command.split_once(' ') else {
            return Err(format!(
                "\"{{{{#{command}}}}}\" is no include: write {{{{#include path/to/file.rs:anchor}}}}"
            ));
        };
        match place.trim().split_once(':') {
            Some((file, anchor)) if anchor.starts_with(|c: char| c.is_ascii_digit()) => Err(format!(
                "{file}:{anchor} includes by line number, and lines move: give the listing an anchor"
            )),
            Some((file, anchor)) => Ok(Self { file: file.into(), anchor: Some(anchor.into()) }),
            None => Ok(Self { file: place.trim().into(), anchor: None }),
        }
    }

    /// The file, relative to the workspace in `root`, and the line on which the listing begins; `folder` is the page's.
    pub(crate) fn place(&self, folder: &Path, root: &Path) -> Option<(PathBuf, usize)> {
        let file = folder.join(&self.file).canonicalize().ok()?;
        let text = fs::read_to_string(&file).ok()?;
        let anchor = self.anchor.as_deref();
        let line = text.lines().position(|line| anchor.is_some() && mark(line, "ANCHOR:") == anchor);
        Some((file.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned(), line.map_or(1, |line| line + 2)))
    }

    /// What is included; `folder` is the page's.
    ///
    /// # Errors
    /// If the file isn't there, or the anchor; or if there is nothing in it.
    pub(crate) fn text(&self, folder: &Path) -> Result<String, String> {
        let Self { file, anchor } = self;
        let text = fs::read_to_string(folder.join(file))
            .map_err(|error| format!("the file {file} can't be included: {error}"))?;
        match anchor {
            None if text.trim().is_empty() => Err(format!("the included file {file} is empty")),
            None => Ok(text),
            Some(anchor) => anchored(&text, file, anchor),
        }
    }
}

/// The files that a page's listings are from, relative to the workspace, and the lines.
pub(crate) fn places(page: &Page, book: &Book) -> Vec<(PathBuf, usize)> {
    let folder = folder(page, book);
    let include = |(_, command)| Include::read(command).ok()?.place(&folder, &book.workspace.root);
    commands(&page.text)
        .filter_map(include)
        .filter(|(file, _)| file.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// The folder from which a page's includes are named.
pub(crate) fn folder(page: &Page, book: &Book) -> PathBuf {
    book.workspace.root.join(&page.file).parent().unwrap_or(&book.workspace.root).to_owned()
}

/// What is wrong with a page's includes.
pub(crate) fn check(page: &Page, book: &Book) -> Vec<Problem> {
    let folder = folder(page, book);
    let wrong = |(at, command)| {
        let cause = Include::read(command).and_then(|include| include.text(&folder)).err()?;
        Some(page.problem(page.line(at), cause))
    };
    commands(&page.text).filter_map(wrong).collect()
}

/// The `{{#…}}` of a text, each with its place; `\{{#…}}` is text for the reader.
fn commands(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{{#").filter(|&(at, _)| !text[..at].ends_with('\\')).map(|(at, open)| {
        let inside = &text[at + open.len()..];
        (at, inside[..inside.find("}}").unwrap_or(0)].trim())
    })
}

/// The lines between the anchor's two marks, without any marks.
fn anchored(text: &str, file: &str, anchor: &str) -> Result<String, String> {
    let place = |keyword| text.lines().position(|line| mark(line, keyword) == Some(anchor));
    let start = place("ANCHOR:").ok_or(format!("{file} has no anchor \"{anchor}\""))?;
    let end = place("ANCHOR_END:").ok_or(format!("the anchor \"{anchor}\" of {file} never ends"))?;
    let listing = unmarked(text.lines().take(end).skip(start + 1));
    match listing.trim() {
        "" => Err(format!("the anchor \"{anchor}\" of {file} holds nothing")),
        _ => Ok(listing),
    }
}

/// The lines without the marks of anchors: those are for the book, not for its readers.
pub(crate) fn unmarked<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let is_mark = |line: &str| mark(line, "ANCHOR:").or(mark(line, "ANCHOR_END:")).is_some();
    lines.filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect()
}

/// The anchor that a line marks: `// ANCHOR: name`.
fn mark<'a>(line: &'a str, keyword: &str) -> Option<&'a str> {
    let (comment, name) = line.split_once(keyword)?;
    let is_comment = matches!(comment.trim(), "//" | "#");
    is_comment.then(|| name.trim())
}

/// The anchors in the crates that no page includes.
pub(crate) fn unshown(book: &Book) -> Vec<Problem> {
    let root = &book.workspace.root;
    let includes = book.pages.iter().flat_map(|page| {
        let folder = folder(page, book);
        commands(&page.text).filter_map(move |(_, command)| {
            let Include { file, anchor } = Include::read(command).ok()?;
            Some((folder.join(file).canonicalize().ok()?, anchor?))
        })
    });
    let included: HashSet<(PathBuf, String)> = includes.collect();
    let mut problems = Vec::new();
    for source in book.workspace.sources() {
        let Ok(text) = fs::read_to_string(&source) else { continue };
        for (line, number) in text.lines().zip(1..) {
            let Some(anchor) = mark(line, "ANCHOR:") else { continue };
            let whole = source.canonicalize().unwrap_or_default();
            if !included.contains(&(whole, anchor.to_owned())) {
                let file = source.strip_prefix(root).unwrap_or(&source);
                let cause =
                    format!("no page includes the anchor \"{anchor}\": print it, or take its marks away");
                problems.push(Problem::new(file, number, cause));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    const SOURCE: &str = "// ANCHOR: add\nfn add() {}\n// ANCHOR_END: add\n// ANCHOR: hollow\n\n// ANCHOR_END: hollow\n// ANCHOR: open\nfn open() {}\n";

    fn problems(text: &str) -> Vec<Problem> {
        let workspace = Workspace { root: ".".into(), target: "target".into(), crates: vec![] };
        let book = Book::of(workspace, vec![Page::new(Path::new("src"), Path::new("a.md"), text)]);
        check(&book.pages[0], &book)
    }

    #[test]
    fn an_anchor_must_begin_end_and_hold_something() {
        let anchored = |anchor| anchored(SOURCE, "f.rs", anchor);
        assert_eq!(anchored("add").unwrap(), "fn add() {}\n");
        assert_eq!(anchored("ad").unwrap_err(), "f.rs has no anchor \"ad\"");
        assert_eq!(anchored("hollow").unwrap_err(), "the anchor \"hollow\" of f.rs holds nothing");
        assert_eq!(anchored("open").unwrap_err(), "the anchor \"open\" of f.rs never ends");
        assert_eq!(unmarked(SOURCE.lines()), "fn add() {}\n\nfn open() {}\n");
        assert!(Include::read("include f.rs:2:3").unwrap_err().contains("by line number"));
    }

    #[test]
    fn a_missing_file_is_named_with_its_line() {
        let problems = problems("text\n{{#include nowhere.rs:add}}\n\\{{#include shown}}\n");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].to_string().starts_with("src/a.md:2: the file nowhere.rs can't be included"));
    }

    #[test]
    fn other_commands_of_mdbook_are_refused() {
        assert!(problems("{{#playground x.rs}}")[0].cause.contains("is no include"));
    }
}
