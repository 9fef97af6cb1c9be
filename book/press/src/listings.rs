//! A listing: code of the crates, included by anchor, that begins at the left of the page however deep it stands in
//! its file.

use crate::book::Book;
use crate::includes::{self, Include};
use crate::page::{Page, Show};

/// A fence of Rust, which holds includes and nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    includes: Vec<Include>,
}

impl Listing {
    /// What is inside a fence that begins at a line.
    ///
    /// # Errors
    /// If Rust is typed into it; with the line.
    pub(crate) fn read(body: &str, line: usize) -> Result<Self, (usize, String)> {
        let mut includes = Vec::new();
        for typed in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match typed.strip_prefix("{{#").and_then(|rest| Include::read(rest.strip_suffix("}}")?).ok()) {
                Some(include) => includes.push(include),
                None => {
                    let cause = format!(
                        "Rust is typed into the page (\"{typed}\"): include it from a crate by its anchor"
                    );
                    return Err((line, cause));
                }
            }
        }
        Ok(Self { includes })
    }
}

impl Show for Listing {
    /// What is wrong with an include is said with those outside of listings.
    fn show(&self, page: &Page, book: &Book) -> Option<String> {
        let folder = includes::folder(page, book);
        let code: Result<String, String> =
            self.includes.iter().map(|include| include.text(&folder)).collect();
        let places = self.includes.iter().filter_map(|include| include.place(&folder, &book.workspace.root));
        let mut links: Vec<String> = Vec::new();
        for (file, line) in places {
            let name = file.to_string_lossy().replace('\\', "/");
            let link = format!("<a href=\"{}\">{name}</a>", book.sources.link(&file, line));
            if !links.iter().any(|other| other.ends_with(&format!(">{name}</a>"))) {
                links.push(link);
            }
        }
        let code = to_the_left(&code.ok()?);
        Some(format!("```rust\n{code}```\n\n<p class=\"from\">{}</p>\n", links.join(", ")))
    }
}

fn to_the_left(listing: &str) -> String {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || listing.lines().filter(|line| !line.trim().is_empty());
    let shared = lines().map(indentation).min().unwrap_or(0);
    listing.lines().map(|line| format!("{}\n", line.get(shared..).unwrap_or(""))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_loses_the_indentation_that_all_its_lines_share() {
        let straight = "fn f() {\n\n    1\n}\n";
        assert_eq!(to_the_left("    fn f() {\n\n        1\n    }\n"), straight);
        assert_eq!(to_the_left(straight), straight);
    }

    #[test]
    fn rust_typed_into_a_page_is_a_problem() {
        assert!(Listing::read("{{#include a.rs:b}}\n\n{{#include a.rs:c}}\n", 3).is_ok());
        let (line, cause) = Listing::read("{{#include a.rs:b}}\nlet x = 1;\n", 3).unwrap_err();
        assert!(line == 3 && cause.starts_with("Rust is typed into the page (\"let x = 1;\")"), "{cause}");
    }
}
