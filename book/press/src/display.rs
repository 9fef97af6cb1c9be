//! What a cell looks like: the HTML in the page, and what is filled into it once the example has run.
//!
//! The page holds captions and marks from the start, so that links, ids and the search don't wait for any example.

use std::fs;

use pulldown_cmark::{Parser, html};

use crate::cells::{Caption, Cell};
use crate::includes::unmarked;
use crate::lines;
use crate::mathematics::Mathematics;
use crate::page::markdown;
use crate::running::Outcome;
use crate::workspace::{Example, Workspace};

/// How far a cell has come.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Its program isn't there yet.
    Compiling,
    /// Its turn to run hasn't come.
    Waiting,
    Running,
    Done(Outcome),
    /// It went wrong: how.
    Failed(String),
}

impl State {
    /// What a reader is told of an example that isn't done.
    pub(crate) fn unfinished(&self) -> Option<&'static str> {
        match self {
            State::Compiling => Some("it waits to be compiled"),
            State::Waiting => Some("it waits for its turn"),
            State::Running => Some("it is running now"),
            State::Done(_) | State::Failed(_) => None,
        }
    }
}

/// The cell in the page's Markdown: one line of HTML, with marks where [`fill`] puts what the example gives.
pub(crate) fn frame(cell: &Cell, mathematics: &Mathematics) -> String {
    let figures: String =
        cell.captions.iter().map(|caption| figure(&cell.example, caption, mathematics)).collect();
    format!(
        "<div class=\"cell\" id=\"cell-{}\">{}{figures}</div>\n",
        cell.example.name,
        mark(&cell.example, None)
    )
}

fn figure(example: &Example, Caption { figure, text, .. }: &Caption, mathematics: &Mathematics) -> String {
    let (mark, text, command) = (mark(example, Some(figure)), caption(text, mathematics), example.command());
    format!(
        "<figure id=\"{figure}\">{mark}<figcaption>{text} <span class=\"made-by\">{command}</span></figcaption></figure>"
    )
}

/// A caption's Markdown as one line of HTML.
pub(crate) fn caption(text: &str, mathematics: &Mathematics) -> String {
    // A formula that can't be read is a problem of its own.
    let text = mathematics.replace(text).unwrap_or_else(|_| escape(text));
    let mut rendered = String::new();
    html::push_html(&mut rendered, Parser::new_ext(&text, markdown()));
    rendered.trim().trim_start_matches("<p>").trim_end_matches("</p>").replace('\n', " ")
}

/// A comment that Markdown and mdBook leave alone.
fn mark(example: &Example, figure: Option<&str>) -> String {
    format!("<!--cell {example}{}-->", figure.map(|name| format!(" {name}")).unwrap_or_default())
}

/// Whether a rendered page holds a mark of this cell.
pub(crate) fn shows(page: &str, cell: &Cell) -> bool {
    page.contains(&mark(&cell.example, None))
}

/// Replaces the cell's marks in a rendered page by what it has come to.
pub(crate) fn fill(page: &str, workspace: &Workspace, cell: &Cell, state: &State) -> String {
    let source = source(workspace, &cell.example);
    let (result, drawn) = match state {
        State::Compiling | State::Waiting | State::Running => {
            (note(&cell.example, state.unfinished().unwrap_or_default()), None)
        }
        State::Failed(cause) => (
            format!("<pre class=\"failed\">{}</pre>", escape(&format!("This example failed: {cause}"))),
            None,
        ),
        State::Done(outcome) => (printed(&cell.example, &outcome.printed), Some(outcome)),
    };
    let mut page = page.replace(&mark(&cell.example, None), &(source + &result));
    for caption in &cell.captions {
        let svg = drawn.and_then(|outcome| outcome.figures.iter().find(|(name, _)| *name == caption.figure));
        let svg = svg.map_or("<p class=\"undrawn\">not drawn yet</p>", |(_, svg)| svg);
        page = page.replace(&mark(&cell.example, Some(&caption.figure)), svg);
    }
    page
}

fn source(workspace: &Workspace, example: &Example) -> String {
    let Some(file) = workspace.source(example) else { return String::new() };
    let code = fs::read_to_string(workspace.root.join(file)).unwrap_or_default();
    let code = unmarked(code.lines());
    let (path, count) = (file.to_string_lossy().replace('\\', "/"), code.lines().count());
    let path = lines::name_of_code(&path);
    format!(
        "<details class=\"source\"><summary><span>{path},</span> {count}\u{a0}lines</summary><pre><code class=\"language-rust\">{}</code></pre></details>",
        escape(&code)
    )
}

/// What an example printed. Where it put its figures doesn't matter here: they stand below.
fn printed(example: &Example, text: &str) -> String {
    let lines = text.trim_end().lines().filter(|line| !line.starts_with("figure: "));
    let text = escape(&lines.collect::<Vec<_>>().join("\n"));
    format!(
        "<pre class=\"printed\" tabindex=\"0\"><span class=\"command\">$ {}</span>\n{text}</pre>",
        example.command()
    )
}

fn note(example: &Example, state: &str) -> String {
    format!(
        "<p class=\"waiting\" data-cell=\"{example}\">This example is not done: <span>{state}</span>. \
         What it gives appears here by itself; without JavaScript, load the page again.</p>"
    )
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell() -> Cell {
        Cell::read("attention::one_query\nmap: Look at *this*, $`x`$.\n", 1).unwrap()
    }

    fn workspace() -> Workspace {
        Workspace { root: ".".into(), target: "target".into(), crates: vec![] }
    }

    #[test]
    fn the_frame_is_one_line_with_captions_and_marks() {
        let frame = frame(&cell(), &Mathematics::new());
        assert_eq!(frame.matches('\n').count(), 1);
        assert!(frame.contains(
            "<figure id=\"map\"><!--cell attention::one_query map--><figcaption>Look at <em>this</em>, <math "
        ));
        assert!(shows(&frame, &cell()));
    }

    #[test]
    fn what_was_printed_and_drawn_takes_the_place_of_the_marks() {
        let figures = vec![("map".into(), "<svg/>".into())];
        let outcome = Outcome { printed: "1 < 2\n".into(), figures, kept: None };
        let page = fill(&frame(&cell(), &Mathematics::new()), &workspace(), &cell(), &State::Done(outcome));
        assert!(page.contains("\n1 &lt; 2</pre>") && page.contains("<figure id=\"map\"><svg/>"), "{page}");
        assert!(!page.contains("<!--"));
    }

    #[test]
    fn a_listing_does_not_show_the_marks_of_its_anchors() {
        let example = Example::parse("foundations::bigram").unwrap();
        let listing = source(&Workspace::find().unwrap(), &example);
        assert!(listing.contains("fn main()") && !listing.contains("ANCHOR"), "{listing}");
    }

    #[test]
    fn a_cell_that_has_not_run_says_so() {
        let page = fill(&frame(&cell(), &Mathematics::new()), &workspace(), &cell(), &State::Running);
        assert!(page.contains("it is running now") && page.contains("data-cell=\"attention::one_query\""));
    }
}
