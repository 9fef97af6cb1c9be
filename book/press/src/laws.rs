//! A law names the test that tries it: there must be one of that name, and the page leads to it.

use std::ops::Range;
use std::path::PathBuf;

use crate::book::Book;
use crate::page::Page;
use crate::problem::Problem;

/// The names in the page's section `{#laws}` that no function of the crates has.
pub(crate) fn check(page: &Page, book: &Book) -> Vec<Problem> {
    let unknown = names(&page.text).filter(|(name, _)| book.sources.function(name).is_none());
    let wrong = |(name, range): (&str, Range<usize>)| {
        let cause = format!("there is no test {name}, which is to try this law");
        page.problem(page.line(range.start), cause)
    };
    unknown.map(wrong).collect()
}

/// The names as links, each with its bytes in the page.
pub(crate) fn links(page: &Page, book: &Book) -> Vec<(Range<usize>, String)> {
    let link = |(name, range): (&str, Range<usize>)| {
        let (file, line) = book.sources.function(name)?;
        Some((range, format!("<a href=\"{}\"><code>{name}</code></a>", book.sources.link(file, *line))))
    };
    names(&page.text).filter_map(link).collect()
}

/// Where the tests of a page's laws are.
pub(crate) fn places<'a>(page: &'a Page, book: &'a Book) -> impl Iterator<Item = &'a (PathBuf, usize)> {
    names(&page.text).filter_map(|(name, _)| book.sources.function(name))
}

/// The tests that a page names in its section on laws, each with the bytes of its code.
fn names(page: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let start = page.find("{#laws}").unwrap_or(page.len());
    let section = page[start..].split("\n## ").next().unwrap_or_default();
    let is_name = |code: &str| {
        code.matches('_').count() >= 2
            && code.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let mut at = start;
    section.split('`').filter_map(move |code| {
        let begin = at;
        at += code.len() + 1;
        is_name(code).then(|| (code, begin - 1..begin + code.len() + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_named_in_the_section_on_laws_alone() {
        let page = "`not_this_one`\n\n## Laws {#laws}\n\n- It holds.\n  `it_holds_always`, $`a_{b}`$\n\n## More {#more}\n\n`nor_this_one`\n";
        let found: Vec<_> = names(page).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(&page[found[0].1.clone()], "`it_holds_always`");
    }
}
