//! What is wrong with a page: where, and why.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// One thing that is wrong, with its place. Prints as `file:line: cause`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The page's file, relative to the workspace.
    pub file: PathBuf,
    /// The line in it, from 1.
    pub line: usize,
    /// What is wrong, and what to do about it.
    pub cause: String,
}

impl Problem {
    /// A problem at a line of a file.
    pub fn new(file: &Path, line: usize, cause: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, cause: cause.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.to_string_lossy().replace('\\', "/"); // as everywhere in the book, Windows included
        write!(f, "{file}:{}: {}", self.line, self.cause)
    }
}

/// Fails with all the problems, in the order of the pages, if there is one.
pub(crate) fn fail_on(mut problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    problems.sort();
    problems.dedup();
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    let count = if problems.len() == 1 { "a problem".into() } else { format!("{} problems", problems.len()) };
    bail!("the book has {count}:\n{}", lines.join("\n"))
}
