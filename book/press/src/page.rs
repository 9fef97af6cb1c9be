//! A page of the book, parsed once into the blocks that the press checks and shows.

use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::book::Book;
use crate::cells::Cell;
use crate::headings::Heading;
use crate::laws;
use crate::listings::Listing;
use crate::live::LiveFigure;
use crate::map::Map;
use crate::mathematics::Formula;
use crate::problem::Problem;
use crate::tasks::Tasks;

/// A page as its author wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its file, relative to the workspace: `book/src/01-attention.md`.
    pub(crate) file: PathBuf,
    /// Its path in the book: `01-attention.md`.
    pub(crate) path: PathBuf,
    /// Its Markdown.
    pub(crate) text: String,
    /// Its blocks in order, each with its bytes in the text.
    pub(crate) blocks: Vec<(Range<usize>, Block)>,
}

/// A part of a page that the press works on.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Heading(Heading),
    Formula(Formula),
    Listing(Listing),
    Cell(Cell),
    Live(LiveFigure),
    Map(Map),
    Tasks(Tasks),
    /// A fence that says it is one of these, and isn't: what is wrong, with the line.
    Wrong(usize, String),
}

/// What a block knows.
pub(crate) trait Show {
    /// What is wrong with it, as far as one can tell without running anything.
    fn check(&self, _page: &Page, _book: &Book) -> Vec<Problem> {
        Vec::new()
    }

    /// The Markdown or HTML that takes its place; nothing if it stays as it is.
    fn show(&self, _page: &Page, _book: &Book) -> Option<String> {
        None
    }
}

impl Page {
    /// A page of the book whose pages are in `folder`, both relative to the workspace.
    pub(crate) fn new(folder: &Path, path: &Path, text: &str) -> Self {
        let line = |byte: usize| 1 + text[..byte].matches('\n').count();
        let block = |piece: Piece| Some((piece.range.clone(), Block::read(piece, text, line)?));
        let blocks = pieces(text).into_iter().filter_map(block).collect();
        Self { file: folder.join(path), path: path.to_owned(), text: text.to_owned(), blocks }
    }

    /// The line, from 1, of a byte of the text.
    pub(crate) fn line(&self, byte: usize) -> usize {
        1 + self.text[..byte].matches('\n').count()
    }

    /// A problem at a line of the page.
    pub(crate) fn problem(&self, line: usize, cause: impl Into<String>) -> Problem {
        Problem::new(&self.file, line, cause)
    }

    /// What is wrong with its blocks.
    pub(crate) fn check(&self, book: &Book) -> Vec<Problem> {
        self.blocks.iter().flat_map(|(_, block)| block.check(self, book)).collect()
    }

    /// The page's Markdown with each block as it is shown.
    pub(crate) fn show(&self, book: &Book) -> String {
        let shown = |(range, block): &(Range<usize>, Block)| Some((range.clone(), block.show(self, book)?));
        let mut changes: Vec<_> = self.blocks.iter().filter_map(shown).collect();
        changes.extend(laws::links(self, book));
        changes.sort_by_key(|(range, _)| range.start);
        replace(&self.text, &changes)
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.blocks
            .iter()
            .filter_map(|(_, block)| if let Block::Cell(cell) = block { Some(cell) } else { None })
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = &LiveFigure> {
        self.blocks
            .iter()
            .filter_map(|(_, block)| if let Block::Live(live) = block { Some(live) } else { None })
    }

    pub(crate) fn tasks(&self) -> impl Iterator<Item = &Tasks> {
        self.blocks
            .iter()
            .filter_map(|(_, block)| if let Block::Tasks(tasks) = block { Some(tasks) } else { None })
    }
}

impl Block {
    fn read(piece: Piece, text: &str, line_of: impl Fn(usize) -> usize) -> Option<Self> {
        let line = line_of(piece.range.start);
        let (info, body) = match piece.kind {
            Kind::Formula(latex) => return Some(Self::Formula(Formula::inline(latex, line))),
            Kind::Heading { id: Some(_) } => return None,
            Kind::Heading { id: None } => {
                return Some(Self::Heading(Heading::bare(&text[piece.range], line)));
            }
            Kind::Fence { info, body } => (info, body),
        };
        let block = match info.split([',', ' ']).next()? {
            "math" => Ok(Self::Formula(Formula::display(body, line))),
            "rust" => Listing::read(&body, line).map(Self::Listing),
            "cell" => Cell::read(&body, line).map(Self::Cell),
            "live" => LiveFigure::read(&body, line).map(Self::Live),
            "map" => Map::read(&body, line).map(Self::Map),
            "exercises" => Ok(Self::Tasks(Tasks::read(&body, line))),
            _ => return None,
        };
        Some(block.unwrap_or_else(|(line, cause)| Self::Wrong(line, cause)))
    }
}

impl Show for Block {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        match self {
            Self::Wrong(line, cause) => vec![page.problem(*line, cause)],
            Self::Heading(heading) => heading.check(page, book),
            Self::Formula(formula) => formula.check(page, book),
            Self::Listing(listing) => listing.check(page, book),
            Self::Cell(cell) => cell.check(page, book),
            Self::Live(figure) => figure.check(page, book),
            Self::Map(map) => map.check(page, book),
            Self::Tasks(tasks) => tasks.check(page, book),
        }
    }

    fn show(&self, page: &Page, book: &Book) -> Option<String> {
        match self {
            Self::Wrong(..) | Self::Heading(_) => None,
            Self::Formula(formula) => formula.show(page, book),
            Self::Listing(listing) => listing.show(page, book),
            Self::Cell(cell) => cell.show(page, book),
            Self::Live(figure) => figure.show(page, book),
            Self::Map(map) => map.show(page, book),
            Self::Tasks(tasks) => tasks.show(page, book),
        }
    }
}

/// A piece of Markdown that a block can be made of.
#[derive(Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a piece is.
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    /// A fenced block: what stands after the three backticks, and what is inside.
    Fence { info: String, body: String },
    /// Mathematics in the line: `` $`…`$ ``.
    Formula(String),
    /// A heading and its pinned id.
    Heading { id: Option<String> },
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
        let kinds: Vec<&Kind> = pieces.iter().map(|piece| &piece.kind).collect();
        assert_eq!(
            kinds,
            [
                &Kind::Heading { id: Some("hello".into()) },
                &Kind::Formula("a|b".into()),
                &Kind::Fence { info: "math".into(), body: "a\nb\n".into() },
            ]
        );
        assert_eq!(&text[pieces[1].range.clone()], "$`a|b`$");
        assert!(
            text[pieces[2].range.clone()].starts_with("```math")
                && text[pieces[2].range.clone()].ends_with("```")
        );
    }
}
