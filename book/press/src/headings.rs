//! Every heading has a pinned id: links and translations depend on it.

use crate::page::{Kind, Page};
use crate::problem::Problem;

/// The headings of a page that have no `{#id}`.
pub(crate) fn check(page: &Page) -> Vec<Problem> {
    let pieces = page.pieces();
    let bare = pieces.iter().filter(|piece| piece.kind == Kind::Heading { id: None });
    bare.map(|piece| {
        let title = page.text[piece.range.clone()].lines().next().unwrap_or_default();
        page.problem(
            piece.range.start,
            format!("the heading \"{title}\" has no pinned id: end it with {{#short-name}}"),
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_heading_without_an_id_is_a_problem() {
        let page = Page::new(Path::new("src"), Path::new("a.md"), "# Good {#good}\n\ntext\n\n## Bad one\n");
        let problems = check(&page);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "src/a.md:5: the heading \"## Bad one\" has no pinned id: end it with {#short-name}"
        );
    }
}
