//! Live figures: a fence that names one, and the place in the page where it moves.
//!
//! ````text
//! ```live
//! attention
//! still: sentence-weights
//! try: What to change, in Markdown, mathematics allowed.
//! see: What one should see then.
//! ```
//! ````
//!
//! The first line is the figure's name, its folder's in `book/live/figures`; `still` is the drawn figure of the same page
//! that stands for it where nothing moves. After it there can be `needs: crate::example`, an example that keeps
//! something for the figure, a trained model for instance; and `predict: …`, a question to answer before one tries.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};

use crate::book::Book;
use crate::cells::read_caption;
use crate::display;
use crate::page::{Page, Show};
use crate::problem::Problem;
use crate::workspace::Example;

/// The scripts and the module, in the rendered book.
const FOLDER: &str = "live";
/// The figures, in the workspace, and what is in the folder of each.
const FIGURES: &str = "book/live/figures";
const PARTS: [&str; 3] = ["answers.rs", "drawing.js", "drive.py"];
/// What they share: grids, plots, buttons, points to drag.
const SHARED: &str = "book/theme/live";

/// A live figure of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LiveFigure {
    pub(crate) name: String,
    /// The id of the figure that stands still.
    pub(crate) still: String,
    /// The example that keeps something for it.
    pub(crate) needs: Option<Example>,
    /// A question to answer before one tries.
    pub(crate) predict: Option<String>,
    /// What to try, and what one should see.
    pub(crate) tries: String,
    pub(crate) sees: String,
    pub(crate) line: usize,
}

impl LiveFigure {
    /// What is inside a fence that begins at a line.
    ///
    /// # Errors
    /// What is wrong with it, and the line.
    pub(crate) fn read(body: &str, line: usize) -> Result<Self, (usize, String)> {
        let mut lines = body.lines().filter(|line| !line.trim().is_empty());
        let name = lines.next().unwrap_or_default().trim().to_owned();
        let parts: Vec<_> =
            lines.map(read_caption).collect::<Result<_, _>>().map_err(|cause| (line, cause))?;
        let mut parts = parts.into_iter().peekable();
        let mut part = |key: &str| parts.next_if(|(found, _)| found == key).map(|(_, text)| text);
        let (still, needs, predict) = (part("still"), part("needs"), part("predict"));
        let (Some(still), Some(tries), Some(sees), None) = (still, part("try"), part("see"), parts.next())
        else {
            let cause = "a live figure is its name and these lines: \"still: figure-name\", \"predict: …\" if one can, \"try: …\", \"see: …\"";
            return Err((line, cause.into()));
        };
        let needs = needs.map(|needs| {
            Example::parse(&needs)
                .ok_or((line, format!("\"{needs}\" names no example: write crate::example")))
        });
        Ok(Self { name, still, needs: needs.transpose()?, predict, tries, sees, line })
    }
}

impl Show for LiveFigure {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        let Self { name, still, predict, tries, sees, line, .. } = self;
        let folder = Path::new(FIGURES).join(name);
        let missing = PARTS.map(|part| folder.join(part)).into_iter();
        let missing = missing.filter(|part| !book.workspace.root.join(part).is_file());
        let mut causes: Vec<String> = missing
            .map(|part| format!("the live figure {name} is not whole: {} is missing", part.display()))
            .collect();
        if !page.cells().flat_map(|cell| &cell.captions).any(|caption| caption.figure == *still) {
            causes.push(format!("no cell of this page draws {still}, which is to stand still for {name}"));
        }
        causes.extend(
            predict.iter().chain([tries, sees]).filter_map(|text| book.mathematics.replace(text).err()),
        );
        causes.into_iter().map(|cause| page.problem(*line, cause)).collect()
    }

    /// The figure in the page's Markdown: one line of HTML.
    fn show(&self, page: &Page, book: &Book) -> Option<String> {
        let Self { name, still, needs, .. } = self;
        let needs =
            needs.as_ref().map(|example| format!(" data-needs=\"{}\"", example.name)).unwrap_or_default();
        let text = |text: &str| display::caption(text, &book.mathematics);
        let predict =
            self.predict.as_deref().map(text).map(|question| {
                format!("<p class=\"live-predict\"><strong>Predict.</strong> {question}</p>")
            });
        let (predict, tries, sees) = (predict.unwrap_or_default(), text(&self.tries), text(&self.sees));
        let mut captions = page.cells().flat_map(|cell| &cell.captions);
        let drawn = captions.find(|caption| caption.figure == *still).map(|caption| caption.text.as_str());
        let drawn = text(first_sentence(drawn.unwrap_or_default()));
        Some(format!(
            "<figure class=\"live\" id=\"live-{name}\" data-live=\"{name}\"{needs}>{predict}<div class=\"live-place\">\
             <p class=\"live-note\"><span>With JavaScript you can change this figure.</span> <a href=\"#{still}\">Another figure</a> shows the same thing at rest.</p>\
             </div><figcaption><p><strong>Try.</strong> {tries}</p><p><strong>See.</strong> {sees}</p></figcaption>\
             <p class=\"live-paper\">On a screen a figure stands here that one can change. This one shows the same thing at rest: “{drawn}”</p></figure>\n"
        ))
    }
}

/// The first sentence of a caption; a point within what stands between asterisks is no end of one.
fn first_sentence(caption: &str) -> &str {
    let mut ends = caption.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.find(|&end| caption[..end].matches('*').count().is_multiple_of(2));
    &caption[..end.unwrap_or(caption.len())]
}

/// The live figures that no page shows.
pub(crate) fn unshown(book: &Book) -> Vec<Problem> {
    let shown: Vec<&str> = book.live().map(|(_, figure)| figure.name.as_str()).collect();
    let folders = fs::read_dir(book.workspace.root.join(FIGURES)).into_iter().flatten().flatten();
    let figures = folders.filter(|entry| !shown.iter().any(|name| entry.file_name() == *name));
    let cause = "no page shows this live figure: put a fence with its name on one";
    figures.map(|entry| Problem::new(&entry.path().join(PARTS[1]), 1, cause)).collect()
}

/// Puts the figures' scripts into the rendered book: `drawing.js` under the figure's name.
///
/// # Errors
/// If one can't be copied.
pub(crate) fn write_scripts(root: &Path, folder: &Path) -> Result<()> {
    let to = folder.join(FOLDER);
    fs::create_dir_all(&to).with_context(|| format!("{} can't be made", to.display()))?;
    let shared = files(&root.join(SHARED))?.into_iter().map(|script| (script.clone(), script));
    let figures = files(&root.join(FIGURES))?.into_iter();
    let figures = figures.map(|figure| (figure.join("drawing.js"), figure.with_extension("js")));
    for (script, name) in shared.chain(figures) {
        let copy = to.join(name.file_name().unwrap_or_default());
        fs::copy(&script, &copy).with_context(|| format!("{} can't be copied", script.display()))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// Puts what an example has kept into the rendered book, as a script; or that it has not run yet.
///
/// # Errors
/// If it can't be written.
pub(crate) fn write_kept(folder: &Path, example: &Example, kept: Option<&[u8]>) -> Result<()> {
    let value = kept.map_or("null".to_owned(), |bytes| format!("\"{}\"", BASE64.encode(bytes)));
    write_script(folder, &example.name, &format!("live.kept(\"{}\", {value});\n", example.name))
}

/// Writes a script of the rendered book; a browser that asks now gets the old one or the new one.
///
/// # Errors
/// If it can't be written.
pub(crate) fn write_script(folder: &Path, name: &str, script: &str) -> Result<()> {
    let file = folder.join(FOLDER).join(format!("{name}.js"));
    let half = file.with_extension("part");
    fs::write(&half, script)
        .and_then(|()| fs::rename(&half, &file))
        .with_context(|| format!("{} can't be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    const FENCE: &str = "attention\nstill: weights\ntry: Set $`\\query{q}`$ to *0*.\nsee: All alike.\n";

    fn book(text: &str) -> Book {
        let workspace = Workspace { root: "nowhere".into(), target: "target".into(), crates: vec![] };
        Book::of(workspace, vec![Page::new(Path::new("src"), Path::new("a.md"), text)])
    }

    fn html(fence: &str) -> String {
        let book = book("");
        LiveFigure::read(fence, 1).unwrap().show(&book.pages[0], &book).unwrap()
    }

    #[test]
    fn a_figure_says_what_to_try_and_what_to_see() {
        let html = html(FENCE);
        assert_eq!(html.matches('\n').count(), 1);
        for part in ["data-live=\"attention\"", "href=\"#weights\"", "<em>0</em>", "<math ", "All alike."] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }

    #[test]
    fn on_paper_it_is_said_by_its_caption_which_figure_stands_for_it() {
        let cell = "```cell\nattention::sentence_weights\nweights: In *it is. It* it looks back. The rest is white.\n```\n";
        let book = book(&format!("```live\n{FENCE}```\n\n{cell}"));
        let html = book.pages[0].live().next().unwrap().show(&book.pages[0], &book).unwrap();
        assert!(
            html.contains("the same thing at rest: “In <em>it is. It</em> it looks back.”</p>"),
            "{html}"
        );
    }

    #[test]
    fn a_fence_that_lacks_a_line_is_a_problem() {
        let (line, cause) = LiveFigure::read(&FENCE.replace("see: All alike.\n", ""), 1).unwrap_err();
        assert!(line == 1 && cause.starts_with("a live figure is"));
    }

    #[test]
    fn a_figure_can_ask_for_a_prediction_first() {
        assert!(!html(FENCE).contains("Predict"));
        let asks = html(&FENCE.replace("try:", "predict: More, or *less*?\ntry:"));
        assert!(
            asks.contains("<strong>Predict.</strong> More, or <em>less</em>?</p><div class=\"live-place\">")
        );
    }

    #[test]
    fn a_figure_can_need_what_an_example_keeps() {
        let needs = |text| FENCE.replace("try:", &format!("needs: {text}\ntry:"));
        assert!(html(&needs("attention::trained")).contains(" data-needs=\"trained\">"));
        let (_, cause) = LiveFigure::read(&needs("trained"), 1).unwrap_err();
        assert_eq!(cause, "\"trained\" names no example: write crate::example");
    }

    #[test]
    fn a_figure_is_a_whole_folder_and_one_stands_still_for_it() {
        let cell = "```cell\nattention::sentence_weights\nweight: see\n```\n";
        let book = book(&format!("```live\n{FENCE}```\n\n{cell}"));
        let problems = book.pages[0].live().next().unwrap().check(&book.pages[0], &book);
        let causes: Vec<&str> = problems.iter().map(|problem| problem.cause.as_str()).collect();
        assert_eq!(
            causes,
            [
                "the live figure attention is not whole: book/live/figures/attention/answers.rs is missing",
                "the live figure attention is not whole: book/live/figures/attention/drawing.js is missing",
                "the live figure attention is not whole: book/live/figures/attention/drive.py is missing",
                "no cell of this page draws weights, which is to stand still for attention"
            ]
        );
    }
}
