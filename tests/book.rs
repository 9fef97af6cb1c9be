//! The book's integrity: its pages are whole, as far as that can be told without running the examples.

use std::fs;

use press::{Book, Problem, Workspace};

#[test]
fn every_include_formula_heading_cell_and_link_of_the_book_is_right() {
    let workspace = Workspace::find().unwrap();
    let folder = workspace.target.join(format!("book/checked-{}", std::process::id()));
    let book = Book::open(workspace).unwrap();
    let rendered = book.render(&folder).unwrap();
    let problems = [book.check(), book.check_links(&rendered).unwrap()].concat();
    fs::remove_dir_all(&folder).unwrap();
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(lines.is_empty(), "the book has problems:\n{}", lines.join("\n"));
}
