//! What a page says of itself to those who don't open it: to a search, and where somebody shares its address.
//!
//! A page's description is its first paragraph. If the book has a public address (`site-url` in `book.toml`, with
//! `https://`), a page has its own, and a picture.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::book::Book;
use crate::display::escape;
use crate::page::{Page, markdown};

/// The picture, 1200 by 630 pixels, in `book/src`.
const PICTURE: &str = "card.png";

/// Describes each page of the book rendered into `folder`.
///
/// # Errors
/// If a page can't be read or written.
pub(crate) fn write(book: &Book, folder: &Path) -> Result<()> {
    let pages = book.pages.iter().map(|page| (page.path.with_extension("html"), page));
    let first = book.pages.first().map(|page| ("index.html".into(), page));
    for (path, page) in pages.chain(first) {
        let file = folder.join(&path);
        let html = fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
        let described = described(&html, book, page, &path.to_string_lossy());
        fs::write(&file, described).with_context(|| format!("{} can't be written", file.display()))?;
    }
    Ok(())
}

fn described(html: &str, book: &Book, page: &Page, path: &str) -> String {
    let Some((head, body)) = html.split_once("</head>") else { return html.to_owned() };
    let of = |description: &str| format!("description\" content=\"{}\"", escape(description));
    let head = head.replace(&of(&book.description), &of(&first_paragraph(&page.text)));
    let shared = book.address.as_ref().map(|address| {
        let address = escape(address.trim_end_matches('/'));
        format!(
            "<meta property=\"og:url\" content=\"{address}/{path}\">\n\
             <meta property=\"og:image\" content=\"{address}/{PICTURE}\">\n"
        )
    });
    format!("{head}{}</head>{body}", shared.unwrap_or_default())
}

/// The words of a page's first paragraph.
fn first_paragraph(text: &str) -> String {
    let paragraph = Parser::new_ext(text, markdown())
        .skip_while(|event| *event != Event::Start(Tag::Paragraph))
        .take_while(|event| *event != Event::End(TagEnd::Paragraph));
    let words = paragraph.map(|event| match event {
        Event::Text(words) | Event::Code(words) => words.into_string(),
        Event::SoftBreak => " ".to_owned(),
        _ => String::new(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn book(address: Option<&str>) -> Book {
        let workspace = Workspace { root: ".".into(), target: "target".into(), crates: Vec::new() };
        let text = "# A {#a}\n\nSay *\"a\"* and\n`b`.\n\nMore.";
        let page = Page::new(Path::new("src"), Path::new("a.md"), text);
        let address = address.map(str::to_owned);
        Book { description: "All.".into(), address, ..Book::of(workspace, vec![page]) }
    }

    fn shown(address: Option<&str>) -> String {
        let (book, html) = (book(address), "<meta name=\"description\" content=\"All.\"></head>All.");
        described(html, &book, &book.pages[0], "a.html")
    }

    #[test]
    fn a_page_is_described_by_its_first_paragraph() {
        assert_eq!(shown(None), "<meta name=\"description\" content=\"Say “a” and b.\"></head>All.");
    }

    #[test]
    fn a_page_at_a_public_address_has_it_and_a_picture() {
        let html = shown(Some("https://example.org/book/"));
        for part in
            ["og:url\" content=\"https://example.org/book/a.html\"", "https://example.org/book/card.png"]
        {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }
}
