//! Where code is from: a listing and a law lead to their file, in the repository whose address `book.toml` names
//! (`git-repository-url`), or else in the book itself.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::book::Book;
use crate::display::escape;
use crate::includes;
use crate::workspace::Workspace;

/// The code that pages can lead to.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// The repository's address in the network.
    repository: Option<String>,
    /// Where each function of the crates is: its file, relative to the workspace, and its line.
    functions: HashMap<String, (PathBuf, usize)>,
}

impl Sources {
    pub(crate) fn read(workspace: &Workspace, repository: Option<String>) -> Self {
        let mut functions = HashMap::new();
        for source in workspace.sources() {
            let file = source.strip_prefix(&workspace.root).unwrap_or(&source);
            let text = fs::read_to_string(&source).unwrap_or_default();
            for (name, line) in
                text.lines().zip(1..).filter_map(|(line, number)| Some((function(line)?, number)))
            {
                functions.insert(name.to_owned(), (file.to_owned(), line));
            }
        }
        Self { repository, functions }
    }

    /// Where a function is, if there is one of this name.
    pub(crate) fn function(&self, name: &str) -> Option<&(PathBuf, usize)> {
        self.functions.get(name)
    }

    /// The address of a line of a file.
    pub(crate) fn link(&self, file: &Path, line: usize) -> String {
        let file = file.to_string_lossy().replace('\\', "/");
        match &self.repository {
            Some(address) => format!("{}/blob/HEAD/{file}#L{line}", address.trim_end_matches('/')),
            None => format!("source/{file}.html#L{line}"),
        }
    }
}

/// The function that begins on a line.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    matches!(before.trim(), "" | "pub" | "pub(crate)").then(|| after.split(['(', '<']).next())?
}

/// Writes the files that pages lead to into the rendered book, unless they are read in a repository.
///
/// # Errors
/// If one can't be written.
pub(crate) fn write(book: &Book, folder: &Path) -> Result<()> {
    if book.sources.repository.is_some() {
        return Ok(());
    }
    let listed = book.pages.iter().flat_map(|page| includes::places(page, book)).map(|(file, _)| file);
    let laws =
        book.pages.iter().flat_map(|page| crate::laws::places(page, book)).map(|(file, _)| file.clone());
    for file in listed.chain(laws).collect::<BTreeSet<PathBuf>>() {
        let text = fs::read_to_string(book.workspace.root.join(&file)).unwrap_or_default();
        let page = folder.join("source").join(format!("{}.html", file.display()));
        fs::create_dir_all(page.parent().unwrap_or(folder))
            .and_then(|()| fs::write(&page, html(&file, &text)))
            .with_context(|| format!("{} can't be written", page.display()))?;
    }
    Ok(())
}

/// A file as a page whose lines have numbers and ids.
fn html(file: &Path, text: &str) -> String {
    let title = escape(&file.to_string_lossy().replace('\\', "/"));
    let line = |(line, number): (&str, usize)| format!("<span id=\"L{number}\">{}\n</span>", escape(line));
    let lines: String = text.lines().zip(1..).map(line).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\"><style>\
         :root {{ color-scheme: light dark; }} main {{ margin: 1rem; }}\
         h1 {{ font: 600 1rem ui-monospace, monospace; overflow-wrap: anywhere; }}\
         pre {{ font: 0.85rem/1.5 ui-monospace, monospace; white-space: pre-wrap; counter-reset: line; }}\
         span {{ display: block; padding-inline-start: 4em; text-indent: -4em; }} span:target {{ background: #fc03; }}\
         span::before {{ counter-increment: line; content: counter(line); display: inline-block; width: 4em; text-indent: 0; opacity: 0.6; }}\
         </style></head><body><main><h1>{title}</h1><pre>{lines}</pre></main></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_wherever_it_begins() {
        assert_eq!(function("    fn it_holds_always(x in 0..3) {"), Some("it_holds_always"));
        assert_eq!(function("// the fn it_holds()"), None);
    }

    #[test]
    fn code_is_in_the_repository_or_in_the_book() {
        let mut sources = Sources::default();
        let link = |sources: &Sources| sources.link(Path::new("chapters/a.rs"), 7);
        assert_eq!(link(&sources), "source/chapters/a.rs.html#L7");
        sources.repository = Some("https://example.org/book/".into());
        assert_eq!(link(&sources), "https://example.org/book/blob/HEAD/chapters/a.rs#L7");
    }

    #[test]
    fn a_files_lines_have_ids() {
        assert!(html(Path::new("a.rs"), "one\n1 < 2\n").contains("<span id=\"L2\">1 &lt; 2\n</span>"));
    }
}
