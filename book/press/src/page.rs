//! A page of the book, and the pieces of its Markdown that the press works on.

use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::problem::Problem;

/// A page as its author wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its file, relative to the workspace: `book/src/01-attention.md`.
    pub(crate) file: PathBuf,
    /// Its path in the book: `01-attention.md`.
    pub(crate) path: PathBuf,
    /// Its Markdown.
    pub(crate) text: String,
}

/// A piece of a page that the press looks at or replaces.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its bytes in the page.
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A fenced block: what stands after the three backticks, and what is inside.
    Fence { info: String, body: String },
    /// Mathematics in the line: `` $`…`$ ``.
    Formula(String),
    /// A heading and its pinned id.
    Heading { id: Option<String> },
}

impl Page {
    /// A page of the book whose pages are in `folder`, both relative to the workspace.
    pub(crate) fn new(folder: &Path, path: &Path, text: &str) -> Self {
        Self { file: folder.join(path), path: path.to_owned(), text: text.to_owned() }
    }

    /// The line, from 1, of a byte of the text.
    pub(crate) fn line(&self, byte: usize) -> usize {
        1 + self.text[..byte].matches('\n').count()
    }

    /// A problem at a byte of the text.
    pub(crate) fn problem(&self, byte: usize, cause: impl Into<String>) -> Problem {
        Problem::new(&self.file, self.line(byte), cause)
    }

    /// The pieces, in order.
    pub(crate) fn pieces(&self) -> Vec<Piece> {
        pieces(&self.text)
    }
}

/// The pieces of a Markdown text, parsed as mdBook does it.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown()).into_offset_iter() {
        let kind = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Kind::Fence { info: info.trim().to_owned(), body: String::new() }
            }
            Event::Start(Tag::Heading { id, .. }) => Kind::Heading { id: id.map(String::from) },
            Event::Code(latex)
                if text[..range.start].ends_with('$') && text[range.end..].starts_with('$') =>
            {
                found
                    .push(Piece { range: range.start - 1..range.end + 1, kind: Kind::Formula(latex.into()) });
                continue;
            }
            Event::Text(line) => {
                if let Some(Piece { range: fence, kind: Kind::Fence { body, .. } }) = found.last_mut()
                    && fence.contains(&range.start)
                {
                    body.push_str(&line);
                }
                continue;
            }
            _ => continue,
        };
        let range = range.start..range.start + text[range].trim_end().len();
        found.push(Piece { range, kind });
    }
    found
}

/// The text with each of the ranges replaced.
pub(crate) fn replace(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (range, new) in changes {
        out.push_str(&text[at..range.start]);
        out.push_str(new);
        at = range.end;
    }
    out + &text[at..]
}

/// The Markdown that mdBook understands.
pub(crate) fn markdown() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_formulas_and_headings_are_found_with_their_bytes() {
        let text =
            "## Hello {#hello}\n\nIf $`a|b`$ then `$x$`:\n\n- in a list\n\n  ```math\n  a\n  b\n  ```\n";
        let pieces = pieces(text);
        let kinds: Vec<Kind> = pieces.iter().map(|piece| piece.kind.clone()).collect();
        assert_eq!(
            kinds,
            [
                Kind::Heading { id: Some("hello".into()) },
                Kind::Formula("a|b".into()),
                Kind::Fence { info: "math".into(), body: "a\nb\n".into() },
            ]
        );
        assert_eq!(&text[pieces[1].range.clone()], "$`a|b`$");
        assert!(
            text[pieces[2].range.clone()].starts_with("```math")
                && text[pieces[2].range.clone()].ends_with("```")
        );
    }

    #[test]
    fn a_line_is_counted_from_one() {
        let page = Page::new(Path::new("book/src"), Path::new("a.md"), "one\ntwo\n");
        assert_eq!(page.problem(4, "wrong").to_string(), "book/src/a.md:2: wrong");
    }
}
