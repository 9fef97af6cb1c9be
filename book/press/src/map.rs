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

use std::path::PathBuf;

use figures::{Anchor, Canvas, Colour, Figure, Label};

use crate::cells;
use crate::display;
use crate::mathematics::Mathematics;
use crate::page::{Kind, Page};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// What a map can say about the book: the chapters' titles and pages, and the crates.
pub(crate) struct Contents<'a> {
    /// The titles and paths in the order of the summary; a chapter to come has no path.
    pub(crate) pages: &'a [(String, Option<PathBuf>)],
    pub(crate) workspace: &'a Workspace,
}

impl Contents<'_> {
    /// Where the page of a chapter is, if it is written.
    fn page(&self, chapter: u32) -> Option<String> {
        let prefix = format!("{chapter:02}-");
        let path = self
            .pages
            .iter()
            .find_map(|(_, path)| path.as_ref().filter(|path| path.to_string_lossy().starts_with(&prefix)))?;
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
    /// Draws the box, as a link if its chapter is written.
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

/// The fences of a page that name no map.
pub(crate) fn check(page: &Page) -> Vec<Problem> {
    let maps = page.pieces().into_iter().filter_map(|piece| match piece.kind {
        Kind::Fence { info, body } if info == "map" => Some((piece.range.start, body)),
        _ => None,
    });
    maps.filter_map(|(byte, body)| Some(page.problem(byte, read(&body).err()?))).collect()
}

/// The map that a fence names, as one line of HTML.
pub(crate) fn draw(body: &str, contents: &Contents<'_>, mathematics: &Mathematics) -> Option<String> {
    let (name, caption) = read(body).ok()?;
    let svg = figure(&name, contents)?.svg().replace('\n', "");
    let caption = display::caption(&caption, mathematics);
    Some(format!("<figure id=\"{name}\">{svg}<figcaption>{caption}</figcaption></figure>\n"))
}

fn read(body: &str) -> Result<(String, String), String> {
    let (name, caption) = cells::read_caption(body.trim())?;
    match name.as_str() {
        "pipeline" | "chapters" => Ok((name, caption)),
        _ => Err(format!("there is no map \"{name}\": there are pipeline and chapters")),
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
    pipeline::figure(&Contents { pages: &[], workspace }).standalone_svg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Crate;
    use std::path::Path;

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
        let pages = [
            ("Attention".to_owned(), Some(PathBuf::from("01-attention.md"))),
            ("Many heads".to_owned(), None),
        ];
        draw(map, &Contents { pages: &pages, workspace: &workspace() }, &Mathematics::new()).unwrap()
    }

    #[test]
    fn a_box_leads_to_its_chapter_and_one_to_come_leads_nowhere() {
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
        let page =
            Page::new(Path::new("src"), Path::new("a.md"), "# A {#a}\n\n```map\nworld: all of it\n```\n");
        assert_eq!(
            check(&page)[0].to_string(),
            "src/a.md:3: there is no map \"world\": there are pipeline and chapters"
        );
    }
}
