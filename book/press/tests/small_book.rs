//! A whole small book, made from nothing: what works, and what each thing that can go wrong is told like.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use press::Workspace;

const PAGE: &str = "# One {#one}\n\nSee [below](#cell), and $`x^2`$.\n\n## A cell {#cell}\n\n```rust\n{{#include ../../chapters/00-small/src/lib.rs:one}}\n```\n\n```cell\nsmall::draws_a_dot\ndot: A dot, $`\\query{Q}`$.\n```\n";
const EXAMPLE: &str = "//! Draws a dot.\nfn main() {\n    let folder = std::env::var(\"GLASSGPT_FIGURES\").unwrap();\n    let path = format!(\"{folder}/dot.svg\");\n    std::fs::write(&path, \"<svg role=\\\"img\\\" aria-label=\\\"a dot\\\"></svg>\").unwrap();\n    println!(\"1 < 2, drawn in {path}\");\n}\n";
const CRATE: &str = "//! Small.\n// ANCHOR: one\n/// One.\npub fn one() {}\n// ANCHOR_END: one\n";

/// A workspace of one chapter with one example, in a folder that goes when the test ends.
struct Small(PathBuf);

impl Small {
    fn new(page: &str, example: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("glassgpt-small-book-{}-{number}", std::process::id()));
        let files = [
            ("Cargo.toml", "[workspace]\nmembers = [\"chapters/00-small\"]\nresolver = \"3\"\n"),
            (
                "chapters/00-small/Cargo.toml",
                "[package]\nname = \"small\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
            ),
            ("chapters/00-small/src/lib.rs", CRATE),
            ("chapters/00-small/examples/draws_a_dot.rs", example),
            ("book/book.toml", "[book]\ntitle = \"Small\"\n"),
            ("book/src/SUMMARY.md", "# S\n\n- [One](00-one.md)\n"),
            ("book/src/00-one.md", page),
        ];
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }

    /// Makes the book: its page, or what is wrong with it.
    fn make(&self) -> Result<String, String> {
        let mut workspace = Workspace::read(&self.0).unwrap();
        workspace.target = self.0.join("target");
        let out = self.0.join("out");
        press::make(workspace, &out).map_err(|error| error.to_string())?;
        Ok(fs::read_to_string(out.join("00-one.html")).unwrap())
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_book_is_made_and_its_cell_is_kept_until_the_program_changes() {
    let small = Small::new(PAGE, EXAMPLE);
    let page = small.make().unwrap();
    for part in [
        "<msup><mi>x</mi><mn>2</mn></msup>",
        "pub fn one() {}",
        "//! Draws a dot.",
        "$ cargo run --release -p small --example draws_a_dot",
        "1 &lt; 2, drawn in target/figures/dot.svg",
        "<figure id=\"dot\"><svg role=\"img\" aria-label=\"a dot\"></svg>",
        "color:var(--fig-query, #0068A8);",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    let kept = || fs::read_dir(small.0.join("target/book/cells")).unwrap().count();
    assert_eq!(kept(), 1);
    small.make().unwrap();
    assert_eq!(kept(), 1, "the same program runs once");
    fs::write(small.0.join("chapters/00-small/examples/draws_a_dot.rs"), EXAMPLE.replace("1 < 2", "3 > 2"))
        .unwrap();
    assert!(small.make().unwrap().contains("3 &gt; 2"));
    assert_eq!(kept(), 2);
}

#[test]
fn everything_that_is_wrong_with_the_pages_is_said_at_once() {
    let page = PAGE
        .replace(":one}}", ":two}}")
        .replace("](#cell)", "](two.md)")
        .replace("x^2", "\\nonsense")
        .replace("## A cell {#cell}", "## A cell\n\n<img src=\"https://example.org/i.png\">");
    let error = Small::new(&page, EXAMPLE).make().unwrap_err();
    for line in [
        "the book has 6 problems:",
        "chapters/00-small/src/lib.rs:2: no page includes the anchor \"one\": print it, or take its marks away",
        "book/src/00-one.md:3: the link to two.html is dead: there is no such page",
        "book/src/00-one.md:3: this formula isn't right: ",
        "book/src/00-one.md:5: the heading \"## A cell\" has no pinned id",
        "book/src/00-one.md:7: https://example.org/i.png would be loaded from the network",
        "book/src/00-one.md:10: ../../chapters/00-small/src/lib.rs has no anchor \"two\"",
    ] {
        assert!(error.contains(line), "no \"{line}\" in:\n{error}");
    }
}

#[test]
fn a_failing_example_is_named_with_what_it_said() {
    let fails = "fn main() {\n    assert_eq!(1 + 1, 3, \"sums are wrong\");\n}\n";
    let error = Small::new(PAGE, fails).make().unwrap_err();
    assert!(
        error.contains("book/src/00-one.md:11: the example small::draws_a_dot failed: it ended with"),
        "{error}"
    );
    assert!(error.contains("sums are wrong"), "{error}");
}

#[test]
fn an_example_that_does_not_compile_is_named() {
    let error = Small::new(PAGE, "fn main() { nonsense }").make().unwrap_err();
    assert!(
        error.contains("book/src/00-one.md:11: the example small::draws_a_dot failed: it doesn't compile"),
        "{error}"
    );
}

#[test]
fn a_figure_that_is_not_drawn_is_named_with_its_line() {
    let error = Small::new(PAGE, "fn main() {}").make().unwrap_err();
    assert!(
        error.contains("book/src/00-one.md:13: the example small::draws_a_dot draws no figure dot"),
        "{error}"
    );
}

#[test]
fn a_slow_cell_is_waited_for_when_the_book_is_made() {
    let page = Small::new(&PAGE.replace("draws_a_dot\n", "draws_a_dot slow\n"), EXAMPLE).make().unwrap();
    assert!(page.contains("1 &lt; 2") && !page.contains("class=\"waiting\""), "{page}");
}

#[test]
fn where_nothing_can_be_written_it_is_said_so() {
    let small = Small::new(PAGE, EXAMPLE);
    fs::write(small.0.join("target"), "a file in the folder's place").unwrap();
    let said = small.make().unwrap_err();
    assert!(said.contains("target/book/made, which can't be written: make it yours"), "{said}");
}
