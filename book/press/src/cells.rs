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

use crate::book::Book;
use crate::display;
use crate::page::{Page, Show};
use crate::problem::Problem;
use crate::workspace::{Example, Workspace};

/// A cell of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) example: Example,
    /// Whether it takes its time: such cells run last, and one by one.
    pub(crate) slow: bool,
    pub(crate) captions: Vec<Caption>,
    pub(crate) line: usize,
}

/// A figure's name and caption, and the line that it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Caption {
    pub(crate) figure: String,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Cell {
    /// What is inside a fence that begins at a line.
    ///
    /// # Errors
    /// What is wrong with it, and the line.
    pub(crate) fn read(body: &str, fence: usize) -> Result<Self, (usize, String)> {
        let mut lines = body.lines().zip(fence + 1..).filter(|(line, _)| !line.trim().is_empty());
        let (first, line) =
            lines.next().ok_or((fence, "this cell is empty: its first line is crate::example".to_owned()))?;
        let mut words = first.split_whitespace();
        let (path, slow, rest) = (words.next().unwrap_or_default(), words.next(), words.next());
        let example = Example::parse(path)
            .ok_or((line, format!("\"{first}\" names no example: write crate::example")))?;
        if slow.is_some_and(|word| word != "slow") || rest.is_some() {
            return Err((line, format!("after {path} only the word \"slow\" can stand")));
        }
        let caption = |(text, line): (&str, usize)| {
            let (figure, text) = read_caption(text).map_err(|cause| (line, cause))?;
            Ok(Caption { figure, text, line })
        };
        let captions = lines.map(caption).collect::<Result<_, _>>()?;
        Ok(Self { example, slow: slow.is_some(), captions, line: fence })
    }
}

impl Show for Cell {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        let Self { example, captions, line, .. } = self;
        let mut problems = Vec::new();
        if book.workspace.source(example).is_none() {
            let cause = format!("there is no example {example}: {}", suggestion(&book.workspace, example));
            problems.push(page.problem(*line, cause));
        } else if page.cells().any(|other| other.example == *example && other.line < *line) {
            problems.push(page.problem(*line, format!("{example} is on this page already")));
        }
        let wrong = captions.iter().filter_map(|Caption { text, line, .. }| {
            Some(page.problem(*line, book.mathematics.replace(text).err()?))
        });
        problems.into_iter().chain(wrong).collect()
    }

    fn show(&self, _: &Page, book: &Book) -> Option<String> {
        Some(display::frame(self, &book.mathematics))
    }
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

/// The chapters' examples that no page shows.
pub(crate) fn unshown(book: &Book) -> Vec<Problem> {
    let shown: HashSet<&Example> = book.cells().map(|(_, cell)| &cell.example).collect();
    let mut problems = Vec::new();
    for krate in book.workspace.crates.iter().filter(|krate| krate.chapter().is_some()) {
        for (name, source) in &krate.examples {
            let example = Example { krate: krate.name.clone(), name: name.clone() };
            if !shown.contains(&example) {
                let cause = format!("no page shows this example: put a cell {example} on one");
                problems.push(Problem::new(source, 1, cause));
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
    use crate::workspace::Crate;
    use std::path::Path;

    #[test]
    fn a_cell_is_an_example_and_its_captions() {
        let cell = Cell::read("attention::one_query slow\none-query: See: this.\n", 3).unwrap();
        assert_eq!(cell.example.command(), "cargo run --release -p attention --example one_query");
        assert!(cell.slow);
        assert_eq!(
            cell.captions,
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
            let problem = Cell::read(cell, 3).unwrap_err();
            assert!(problem.0 == line && problem.1.contains(cause), "{problem:?}");
        }
    }

    #[test]
    fn a_cell_must_name_an_example_and_every_example_must_be_shown() {
        let krate = Crate {
            name: "attention".into(),
            folder: "chapters/01-attention".into(),
            examples: vec![("one_query".into(), "chapters/01-attention/examples/one_query.rs".into())],
            builds_on: vec![],
        };
        let workspace = Workspace { root: ".".into(), target: "target".into(), crates: vec![krate] };
        let text = "# A {#a}\n\n```cell\nattention::two_queries\n```\n";
        let page = Page::new(Path::new("src"), Path::new("01-a.md"), text);
        let book = Book::of(workspace, vec![page]);
        let problems = [book.pages[0].check(&book), unshown(&book)].concat();
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
