//! Cells: an example's source, what it printed and what it drew, in the place of a fence.
//!
//! ````text
//! ```cell
//! attention::one_query
//! one-query: What to see in this figure, in Markdown, mathematics allowed.
//! ```
//! ````
//!
//! The first line is `crate::example`, with ` slow` after it if it runs for more than ten seconds;
//! each further line is a figure that it draws, and the caption.

use std::collections::HashSet;
use std::ops::Range;

use crate::page::{Kind, Page};
use crate::problem::Problem;
use crate::workspace::{Crate, Workspace};

/// A cell of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) example: Example,
    /// Whether it runs in the background while the book is read already.
    pub(crate) slow: bool,
    pub(crate) captions: Vec<Caption>,
    /// The bytes of the fence in the page, and its line.
    pub(crate) range: Range<usize>,
    pub(crate) line: usize,
}

/// An example of a crate.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Example {
    pub(crate) krate: String,
    pub(crate) name: String,
}

/// A figure's name and caption, and the line that it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Caption {
    pub(crate) figure: String,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Example {
    /// The example that is written `crate::name`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.split_once("::").map(|(krate, name)| Self { krate: krate.into(), name: name.into() })
    }

    /// What makes it: the command for a reader.
    pub(crate) fn command(&self) -> String {
        format!("cargo run --release -p {} --example {}", self.krate, self.name)
    }
}

impl std::fmt::Display for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}::{}", self.krate, self.name)
    }
}

/// The cells of a page, in order, and the fences that aren't one although they say so.
pub(crate) fn read(page: &Page) -> (Vec<Cell>, Vec<Problem>) {
    let (mut cells, mut problems) = (Vec::new(), Vec::new());
    for piece in page.pieces() {
        let Kind::Fence { info, body } = &piece.kind else { continue };
        if info != "cell" {
            continue;
        }
        let line = page.line(piece.range.start);
        match read_one(body, line) {
            Ok((example, slow, captions)) => {
                cells.push(Cell { example, slow, captions, range: piece.range, line });
            }
            Err((line, cause)) => problems.push(Problem::new(&page.file, line, cause)),
        }
    }
    (cells, problems)
}

fn read_one(body: &str, fence: usize) -> Result<(Example, bool, Vec<Caption>), (usize, String)> {
    let mut lines = body.lines().zip(fence + 1..).filter(|(line, _)| !line.trim().is_empty());
    let (first, at) =
        lines.next().ok_or((fence, "this cell is empty: its first line is crate::example".to_owned()))?;
    let mut words = first.split_whitespace();
    let (path, slow, rest) = (words.next().unwrap_or_default(), words.next(), words.next());
    let example =
        Example::parse(path).ok_or((at, format!("\"{first}\" names no example: write crate::example")))?;
    if slow.is_some_and(|word| word != "slow") || rest.is_some() {
        return Err((at, format!("after {path} only the word \"slow\" can stand")));
    }
    let captions: Result<_, _> = lines
        .map(|(line, at)| {
            read_caption(line).map_err(|cause| (at, cause)).map(|(figure, text)| Caption {
                figure,
                text,
                line: at,
            })
        })
        .collect();
    Ok((example, slow.is_some(), captions?))
}

/// A figure's name and caption: `name: what to see`.
pub(crate) fn read_caption(line: &str) -> Result<(String, String), String> {
    let (figure, text) =
        line.split_once(':').ok_or(format!("\"{line}\" is no figure: write figure-name: what to see"))?;
    let (figure, text) = (figure.trim(), text.trim());
    if figure.is_empty() || !figure.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(format!("\"{figure}\" can't name a figure: small letters, digits and hyphens only"));
    }
    if text.is_empty() {
        return Err(format!("the figure {figure} has no caption: say what to see in it"));
    }
    Ok((figure.into(), text.into()))
}

/// Cells whose example isn't there, and examples that no page shows although their chapter is written.
pub(crate) fn check(workspace: &Workspace, pages: &[(&Page, &[Cell])]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut shown = HashSet::new();
    for (page, cells) in pages {
        let mut on_page = HashSet::new();
        for cell in *cells {
            if workspace.source(&cell.example).is_none() {
                let cause =
                    format!("there is no example {}: {}", cell.example, suggestion(workspace, &cell.example));
                problems.push(Problem::new(&page.file, cell.line, cause));
            } else if !on_page.insert(&cell.example) {
                problems.push(Problem::new(
                    &page.file,
                    cell.line,
                    format!("{} is on this page already", cell.example),
                ));
            }
            shown.insert(cell.example.clone());
        }
    }
    let written = |krate: &&Crate| {
        let chapter = krate.chapter().map(|number| format!("{number:02}-"));
        chapter.is_some_and(|prefix| {
            pages.iter().any(|(page, _)| page.path.to_string_lossy().starts_with(&prefix))
        })
    };
    for krate in workspace.crates.iter().filter(written) {
        for (name, source) in &krate.examples {
            let example = Example { krate: krate.name.clone(), name: name.clone() };
            if !shown.contains(&example) {
                problems.push(Problem::new(
                    source,
                    1,
                    format!("no page shows this example: put a cell {example} on one"),
                ));
            }
        }
    }
    problems
}

fn suggestion(workspace: &Workspace, example: &Example) -> String {
    match workspace.find_crate(&example.krate) {
        Some(krate) if krate.examples.is_empty() => format!("the crate {} has none", krate.name),
        Some(krate) => {
            let names: Vec<&str> = krate.examples.iter().map(|(name, _)| name.as_str()).collect();
            format!("the crate {} has {}", krate.name, names.join(", "))
        }
        None => format!("there is no crate {} in the workspace", example.krate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    fn page(cell: &str) -> Page {
        Page::new(Path::new("src"), Path::new("01-a.md"), &format!("# A {{#a}}\n\n```cell\n{cell}\n```\n"))
    }

    fn workspace() -> Workspace {
        let examples =
            vec![("one_query".to_owned(), PathBuf::from("chapters/01-attention/examples/one_query.rs"))];
        let krate = Crate {
            name: "attention".into(),
            folder: "chapters/01-attention".into(),
            examples,
            builds_on: vec![],
        };
        Workspace { root: ".".into(), target: "target".into(), crates: vec![krate] }
    }

    #[test]
    fn a_cell_is_an_example_and_its_captions() {
        let (cells, problems) = read(&page("attention::one_query slow\none-query: See: this.\n"));
        assert!(problems.is_empty());
        assert_eq!(cells[0].example.command(), "cargo run --release -p attention --example one_query");
        assert!(cells[0].slow);
        assert_eq!(
            cells[0].captions,
            [Caption { figure: "one-query".into(), text: "See: this.".into(), line: 5 }]
        );
    }

    #[test]
    fn what_is_no_cell_is_named_with_its_line() {
        for (cell, line, cause) in [
            ("", 3, "this cell is empty"),
            ("one_query", 4, "names no example"),
            ("attention::one_query fast", 4, "only the word \"slow\""),
            ("attention::one_query\nno caption here", 5, "is no figure"),
            ("attention::one_query\nBig One: text", 5, "can't name a figure"),
            ("attention::one_query\nfigure:", 5, "has no caption"),
        ] {
            let problem = &read(&page(cell)).1[0];
            assert!(problem.line == line && problem.cause.contains(cause), "{problem}");
        }
    }

    #[test]
    fn a_chapter_to_come_shows_nothing_yet() {
        assert_eq!(check(&workspace(), &[]), []);
    }

    #[test]
    fn a_cell_must_name_an_example_and_every_example_must_be_shown() {
        let page = page("attention::two_queries");
        let (cells, _) = read(&page);
        let problems = check(&workspace(), &[(&page, &cells)]);
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert_eq!(
            lines,
            [
                "src/01-a.md:3: there is no example attention::two_queries: the crate attention has one_query",
                "chapters/01-attention/examples/one_query.rs:1: no page shows this example: put a cell attention::one_query on one",
            ]
        );
    }
}
