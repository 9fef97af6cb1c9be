//! A listing begins at the left of the page, however deep it stands in its file.

use mdbook_driver::book::{Book, Chapter};
use mdbook_driver::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::page::{self, Kind};

/// Works on the pages after mdBook has put the listings in.
pub(crate) struct Listings;

impl Preprocessor for Listings {
    fn name(&self) -> &str {
        "listings"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_chapter_mut(|chapter: &mut Chapter| chapter.content = straighten(&chapter.content));
        Ok(book)
    }
}

/// A page whose Rust listings have lost the indentation that all their lines share.
fn straighten(text: &str) -> String {
    let mut changes = Vec::new();
    for piece in page::pieces(text) {
        let Kind::Fence { info, body } = piece.kind else { continue };
        if info == "rust" {
            changes.push((piece.range, format!("```rust\n{}```", to_the_left(&body))));
        }
    }
    page::replace(text, &changes)
}

fn to_the_left(listing: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || listing.lines().filter(|line| !line.trim().is_empty());
    let shared = lines().map(indentation).min().unwrap_or(0);
    listing.lines().map(|line| format!("{}\n", line.get(shared..).unwrap_or(""))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_loses_the_indentation_that_all_its_lines_share() {
        let page = "Text.\n\n```rust\n    fn f() {\n\n        1\n    }\n```\n\n```text\n    as it was\n```\n";
        let straight = "Text.\n\n```rust\nfn f() {\n\n    1\n}\n```\n\n```text\n    as it was\n```\n";
        assert_eq!(straighten(page), straight);
        assert_eq!(straighten(straight), straight);
    }
}
