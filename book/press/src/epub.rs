//! The book as a file for e-readers: EPUB 3, with formulas as MathML and, in words, LaTeX; figures as pictures, and what folds open.
//!
//! An EPUB is a zip of XHTML (`chapter`), of pictures (`still`), and of a package that lists them.

mod chapter;
mod still;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::display::escape;
use crate::paper;
use crate::workspace::Workspace;
use chapter::Chapter;

const STYLE: &str = include_str!("../../theme/epub.css");
const FONT: &[u8] = include_bytes!("../../theme/fonts/mathematics.woff2");

/// Where an e-reader looks first.
const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

/// A file for e-readers that will hold the book.
#[derive(Debug)]
pub struct Epub(PathBuf);

/// What the package says of the book.
struct About {
    title: String,
    description: String,
    author: String,
    /// The day of the version: `2026-11-26`.
    date: String,
}

impl Epub {
    /// Tries whether the file can be written: the book is made only then, which takes a while.
    ///
    /// # Errors
    /// If it can't.
    pub fn at(file: &Path) -> Result<Self> {
        paper::writable(file).map(Self)
    }

    /// Binds the book that was made into `folder`.
    ///
    /// # Errors
    /// If a page can't be read, or the file can't be written.
    pub fn bind(&self, workspace: Workspace, folder: &Path) -> Result<()> {
        let book = Book::open(workspace)?;
        let about = About::read(&book)?;
        let pages: Vec<PathBuf> = book.pages.iter().map(|page| page.path.with_extension("html")).collect();
        let chapters = pages.iter().map(|page| {
            let html = fs::read_to_string(folder.join(page));
            Ok(Chapter::read(
                page,
                &html.with_context(|| format!("{} can't be read", page.display()))?,
                &pages,
            ))
        });
        let chapters: Vec<Chapter> = chapters.collect::<Result<_>>()?;
        let half = self.0.with_extension("part");
        write(&half, &about, &chapters)
            .and_then(|()| Ok(fs::rename(&half, &self.0)?))
            .with_context(|| format!("{} can't be written", self.0.display()))
    }
}

impl About {
    fn read(book: &Book) -> Result<Self> {
        let citation = fs::read_to_string(book.workspace.root.join("CITATION.cff")).unwrap_or_default();
        let field = |name: &str| {
            let mut lines = citation.lines().map(|line| line.trim_start_matches([' ', '-']));
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            Ok::<_, anyhow::Error>(escape(value.with_context(|| format!("CITATION.cff says no {name}"))?))
        };
        Ok(Self {
            title: escape(&book.title),
            description: escape(&book.description),
            author: field("name")?,
            date: field("date-released")?,
        })
    }
}

/// Writes the zip. What it is comes first and uncompressed: that is how it is recognised.
fn write(file: &Path, about: &About, chapters: &[Chapter]) -> Result<()> {
    let mut zip = ZipArchiveWriter::new(BufWriter::new(File::create(file)?));
    let (mut entry, config) = zip.new_file("mimetype").start()?;
    let mut writer = config.wrap(&mut entry);
    writer.write_all(b"application/epub+zip")?;
    let (_, end) = writer.finish()?;
    entry.finish(end)?;
    let mut add = |path: &str, bytes: &[u8]| -> Result<()> {
        let (mut entry, config) =
            zip.new_file(path).compression_method(CompressionMethod::DEFLATE).start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(bytes)?;
        let (encoder, end) = writer.finish()?;
        encoder.finish()?;
        entry.finish(end)?;
        Ok(())
    };
    add("META-INF/container.xml", CONTAINER.as_bytes())?;
    add("book/package.opf", package(about, chapters).as_bytes())?;
    add("book/contents.xhtml", page("Contents", &contents(chapters)).as_bytes())?;
    add("book/book.css", STYLE.as_bytes())?;
    add("book/mathematics.woff2", FONT)?;
    for chapter in chapters {
        add(&format!("book/{}", chapter.file), page(&chapter.title, &chapter.body).as_bytes())?;
        for (name, svg) in &chapter.pictures {
            add(&format!("book/{name}"), svg.as_bytes())?;
        }
    }
    zip.finish()?.flush()?;
    Ok(())
}

/// What the file holds, and in which order it is read.
fn package(about: &About, chapters: &[Chapter]) -> String {
    let About { title, description, author, date } = about;
    let identity = chapters.iter().fold(Sha256::new(), |hash, chapter| hash.chain_update(&chapter.body));
    let identity: String = identity.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let (mut items, mut order) = (String::new(), String::new());
    for (number, chapter) in chapters.iter().enumerate() {
        let properties = if chapter.body.contains("<math") { " properties=\"mathml\"" } else { "" };
        let file = &chapter.file;
        let _ = writeln!(
            items,
            "<item id=\"page-{number}\" href=\"{file}\" media-type=\"application/xhtml+xml\"{properties}/>"
        );
        let _ = writeln!(order, "<itemref idref=\"page-{number}\"/>");
        for (picture, (name, _)) in chapter.pictures.iter().enumerate() {
            let _ = writeln!(
                items,
                "<item id=\"picture-{number}-{picture}\" href=\"{name}\" media-type=\"image/svg+xml\"/>"
            );
        }
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identity" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="identity">glassgpt:{identity}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:description>{description}</dc:description>
<dc:language>en</dc:language>
<dc:date>{date}</dc:date>
<meta property="dcterms:modified">{date}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="book.css" media-type="text/css"/>
<item id="font" href="mathematics.woff2" media-type="font/woff2"/>
{items}</manifest>
<spine>
{order}</spine>
</package>
"#
    )
}

/// The table of contents: pages, and their sections.
fn contents(chapters: &[Chapter]) -> String {
    let mut list = String::new();
    for Chapter { file, title, sections, .. } in chapters {
        let _ = write!(list, "<li><a href=\"{file}\">{title}</a>");
        if !sections.is_empty() {
            let links: String = sections
                .iter()
                .map(|(id, text)| format!("<li><a href=\"{file}#{id}\">{text}</a></li>\n"))
                .collect();
            let _ = write!(list, "\n<ol>\n{links}</ol>");
        }
        list += "</li>\n";
    }
    format!("<nav epub:type=\"toc\">\n<h1>Contents</h1>\n<ol>\n{list}</ol>\n</nav>")
}

fn page(title: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head>
<title>{title}</title>
<link rel="stylesheet" href="book.css"/>
</head>
<body>
{body}
</body>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_for_e_readers_begins_with_what_it_is_and_lists_what_it_holds() {
        let html = "<main><h1 id=\"a\">A &amp; b</h1><h2 id=\"c\">C</h2><svg aria-label=\"d\"></svg><math></math></main>";
        let chapters = [Chapter::read(Path::new("a.html"), html, &[])];
        let said = || "said".to_owned();
        let about = About { title: said(), description: said(), author: said(), date: "2026-01-02".into() };
        let package = package(&about, &chapters);
        for part in ["href=\"a.xhtml\"", "properties=\"mathml\"", "href=\"a-1.svg\"", "2026-01-02T00:00:00Z"]
        {
            assert!(package.contains(part), "no {part} in {package}");
        }
        let contents = contents(&chapters);
        assert!(contents.contains("<a href=\"a.xhtml\">A &amp; b</a>"), "{contents}");
        assert!(contents.contains("<a href=\"a.xhtml#c\">C</a>"), "{contents}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("book.epub");
        write(&file, &about, &chapters).unwrap();
        let bytes = fs::read(file).unwrap();
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        let zip = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        assert_eq!(zip.entries().count(), 8);
    }
}
