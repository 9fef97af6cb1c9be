//! A law names the test that tries it: there must be one of that name.

use std::collections::HashSet;
use std::fs;

use crate::book::Book;
use crate::problem::Problem;

/// The names in the pages' sections `{#laws}` that no function of the crates has.
pub(crate) fn check(book: &Book) -> Vec<Problem> {
    let mut functions = HashSet::new();
    for source in book.workspace.sources() {
        let text = fs::read_to_string(source).unwrap_or_default();
        functions.extend(text.lines().filter_map(function).map(str::to_owned));
    }
    let mut problems = Vec::new();
    for page in &book.pages {
        for (name, line) in names(&page.text).filter(|(name, _)| !functions.contains(*name)) {
            problems.push(page.problem(line, format!("there is no test {name}, which is to try this law")));
        }
    }
    problems
}

/// The function that begins on a line.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    matches!(before.trim(), "" | "pub" | "pub(crate)").then(|| after.split(['(', '<']).next())?
}

/// The tests that a page names in its section on laws, each with its line.
fn names(page: &str) -> impl Iterator<Item = (&str, usize)> {
    let is_name = |code: &&str| {
        code.matches('_').count() >= 2
            && code.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let lines = page.lines().zip(1..).skip_while(|(line, _)| !line.ends_with("{#laws}")).skip(1);
    lines
        .take_while(|(line, _)| !line.starts_with("## "))
        .flat_map(move |(line, number)| line.split('`').filter(is_name).map(move |name| (name, number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_named_in_the_section_on_laws_alone() {
        let page = "`not_this_one`\n\n## Laws {#laws}\n\n- It holds.\n  `it_holds_always`, $`a_{b}`$\n\n## More {#more}\n\n`nor_this_one`\n";
        assert_eq!(names(page).collect::<Vec<_>>(), [("it_holds_always", 6)]);
    }

    #[test]
    fn a_function_is_found_wherever_it_begins() {
        assert_eq!(function("    fn it_holds_always(x in 0..3) {"), Some("it_holds_always"));
        assert_eq!(function("// the fn it_holds()"), None);
    }
}
