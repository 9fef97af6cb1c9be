//! Maps of the book, drawn from what there is: a ```` ```map ```` fence names one.

use std::path::PathBuf;

use crate::page::{Kind, Page};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The fences of a page that name no map.
pub(crate) fn check(page: &Page) -> Vec<Problem> {
    let mut problems = Vec::new();
    for piece in page.pieces() {
        if let Kind::Fence { info, body } = &piece.kind
            && info == "map"
            && !["pipeline", "chapters"].contains(&body.trim())
        {
            let cause = format!("there is no map \"{}\": there are pipeline and chapters", body.trim());
            problems.push(page.problem(piece.range.start, cause));
        }
    }
    problems
}

/// The map of this name as one line of HTML.
pub(crate) fn draw(
    _name: &str,
    _contents: &[(String, Option<PathBuf>)],
    _workspace: &Workspace,
) -> Option<String> {
    None
}
