//! Every heading has a pinned id: links and translations depend on it.

use crate::book::Book;
use crate::page::{Page, Show};
use crate::problem::Problem;

/// A heading that has no `{#id}`.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    title: String,
    line: usize,
}

impl Heading {
    pub(crate) fn bare(markdown: &str, line: usize) -> Self {
        Self { title: markdown.lines().next().unwrap_or_default().to_owned(), line }
    }
}

impl Show for Heading {
    fn check(&self, page: &Page, _: &Book) -> Vec<Problem> {
        let cause = format!("the heading \"{}\" has no pinned id: end it with {{#short-name}}", self.title);
        vec![page.problem(self.line, cause)]
    }
}
