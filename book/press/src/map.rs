//! Maps of the book, drawn from what there is.
//!
//! ````text
//! ```map
//! pipeline: What to see in it, in Markdown.
//! ```
//! ````
//!
//! There are two: `pipeline`, the way from a text to its next word, and `chapters`, what builds on what.

mod chapters;
mod pipeline;

use std::path::Path;

use figures::{Anchor, Canvas, Colour, Figure, Label};

use crate::book::Book;
use crate::cells;
use crate::display;
use crate::page::{Page, Show};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// What a map can say about the book: the pages that it leads to, and the crates.
pub(crate) struct Contents<'a> {
    /// The pages' paths; none on a picture that stands alone.
    pub(crate) pages: Vec<&'a Path>,
    pub(crate) workspace: &'a Workspace,
}

impl Contents<'_> {
    /// Where the page of a chapter is.
    fn page(&self, chapter: u32) -> Option<String> {
        let prefix = format!("{chapter:02}-");
        let path = self.pages.iter().find(|path| path.to_string_lossy().starts_with(&prefix))?;
        Some(path.with_extension("html").to_string_lossy().into_owned())
    }
}

/// A box of a map: what it says, and the chapter that it stands for.
struct Stop<'a> {
    words: &'a str,
    chapter: u32,
    colour: Colour,
    centre: (f64, f64),
    half: f64,
}

impl Stop<'_> {
    /// Draws the box, as a link if the map leads anywhere.
    fn draw(&self, canvas: &mut Canvas, contents: &Contents<'_>) {
        match contents.page(self.chapter) {
            Some(page) => canvas.link(&page, |canvas| self.draw_box(canvas)),
            None => self.draw_box(canvas),
        }
    }

    fn draw_box(&self, canvas: &mut Canvas) {
        let (x, y) = self.centre;
        canvas.framed(
            (x - self.half, y - 18.0),
            (2.0 * self.half, 36.0),
            Colour::Background,
            self.colour,
            6.0,
        );
        canvas.text(&Label::new(self.words), (x - self.half + 12.0, y));
        let number = self.chapter.to_string();
        canvas
            .text(&Label::new(&number).anchor(Anchor::End).colour(Colour::Muted), (x + self.half - 12.0, y));
    }
}

/// A map of a page: which, and what to see in it.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    name: String,
    caption: String,
    line: usize,
}

impl Map {
    /// What is inside a fence that begins at a line.
    ///
    /// # Errors
    /// What is wrong with it, and the line.
    pub(crate) fn read(body: &str, line: usize) -> Result<Self, (usize, String)> {
        let (name, caption) = cells::read_caption(body.trim()).map_err(|cause| (line, cause))?;
        match name.as_str() {
            "pipeline" | "chapters" => Ok(Self { name, caption, line }),
            _ => Err((line, format!("there is no map \"{name}\": there are pipeline and chapters"))),
        }
    }
}

impl Show for Map {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        let wrong = book.mathematics.replace(&self.caption).err();
        wrong.into_iter().map(|cause| page.problem(self.line, cause)).collect()
    }

    /// The map as one line of HTML.
    fn show(&self, _: &Page, book: &Book) -> Option<String> {
        let Self { name, caption, .. } = self;
        let pages = book.pages.iter().map(|page| page.path.as_path()).collect();
        let svg = figure(name, &Contents { pages, workspace: &book.workspace })?.svg().replace('\n', "");
        let caption = display::caption(caption, &book.mathematics);
        Some(format!("<figure id=\"{name}\">{svg}<figcaption>{caption}</figcaption></figure>\n"))
    }
}

fn figure(name: &str, contents: &Contents<'_>) -> Option<Figure> {
    match name {
        "pipeline" => Some(pipeline::figure(contents)),
        "chapters" => Some(chapters::figure(contents)),
        _ => None,
    }
}

/// The way from a text to its next word as a picture that stands alone, for the README.
pub fn pipeline_picture(workspace: &Workspace) -> String {
    pipeline::figure(&Contents { pages: Vec::new(), workspace }).standalone_svg()
}

/// The same with the boxes tinted that are made of these functions of the exercises.
pub fn pipeline_of(workspace: &Workspace, own: &[&str]) -> String {
    pipeline::figure_of(&Contents { pages: Vec::new(), workspace }, own).standalone_svg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Crate;

    fn workspace() -> Workspace {
        let krate = |name: &str, folder: &str, builds_on: &[&str]| Crate {
            name: name.into(),
            folder: folder.into(),
            examples: vec![],
            builds_on: builds_on.iter().map(|&name| name.into()).collect(),
        };
        let crates = vec![
            krate("foundations", "chapters/00-foundations", &[]),
            krate("attention", "chapters/01-attention", &["foundations"]),
            krate("multi-head", "chapters/02-multi-head", &["foundations", "attention"]),
        ];
        Workspace { root: ".".into(), target: "target".into(), crates }
    }

    fn html(map: &str) -> String {
        let book = Book::of(workspace(), vec![Page::new(Path::new("src"), Path::new("01-attention.md"), "")]);
        Map::read(map, 1).unwrap().show(&book.pages[0], &book).unwrap()
    }

    #[test]
    fn a_box_leads_to_its_chapter() {
        let html = html("pipeline: See *this*.");
        assert!(html.contains("href=\"01-attention.html\"") && !html.contains("02-"), "{html}");
        assert!(
            html.starts_with("<figure id=\"pipeline\"><svg ")
                && html.contains("<figcaption>See <em>this</em>.")
        );
        assert_eq!(html.matches('\n').count(), 1);
    }

    #[test]
    fn the_map_of_chapters_says_what_builds_on_what() {
        let html = html("chapters: See.");
        assert!(html.contains("multi-head builds on attention"), "{html}");
        assert!(
            !html.contains("multi-head builds on foundations"),
            "what follows from another arrow is left out"
        );
    }

    #[test]
    fn a_map_that_there_is_not_is_a_problem() {
        let (line, cause) = Map::read("world: all of it", 3).unwrap_err();
        assert_eq!((line, cause.as_str()), (3, "there is no map \"world\": there are pipeline and chapters"));
    }
}
