//! What a page and the notebook say to each other, as JSON.

use serde::{Deserialize, Serialize};

/// A file of an example, as the page has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct File {
    /// Relative to the workspace: `chapters/01-attention/examples/one_query.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What the page of an example asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Edited {
    pub(super) example: String,
    #[serde(default)]
    pub(super) files: Vec<File>,
}

/// What the page of an exercise asks for: its file as the page knows it, and as it should be.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) exercise: String,
    #[serde(default)]
    pub(super) was: String,
    #[serde(default)]
    pub(super) text: String,
}

/// What the lines of an exercise ask for: the numbers of those that are used, in their order, and what is typed in the
/// place of the one that is missing.
#[derive(Debug, Deserialize)]
pub(super) struct Ordered {
    pub(super) exercise: String,
    pub(super) order: Vec<usize>,
    #[serde(default)]
    pub(super) line: Option<String>,
}

/// What a run tells, one a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Event {
    /// What is being done.
    State(&'static str),
    /// What the compiler says, and of which line.
    Compiler(Remark),
    /// What the example prints.
    Printed(String),
    /// What it says on its standard error: a panic, for one.
    Said(String),
    /// What it has drawn.
    Figure { name: String, svg: String },
    /// The end: whether all is well, and in a sentence how it was.
    Ended { well: bool, how: String },
}

/// A sentence of the compiler.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Remark {
    /// `error` or `warning`.
    pub(crate) level: String,
    pub(crate) file: Option<String>,
    pub(crate) line: usize,
    pub(crate) message: String,
    /// As it stands on a terminal.
    pub(crate) rendered: String,
}
