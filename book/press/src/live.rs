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
//! The first line is the figure's name, its script's in `book/theme/live`; `still` is the drawn figure of the same page
//! that stands for it where nothing moves. After it there can be `needs: crate::example`, an example that keeps
//! something for the figure, a trained model for instance.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};

use crate::cells::{Cell, Example, read_caption};
use crate::display;
use crate::mathematics::Mathematics;
use crate::page::{Kind, Page};
use crate::problem::Problem;

/// The scripts and the module, in the rendered book.
const FOLDER: &str = "live";
/// The scripts, in the workspace.
const SCRIPTS: &str = "book/theme/live";

/// A live figure of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LiveFigure {
    pub(crate) name: String,
    /// The id of the figure that stands still.
    pub(crate) still: String,
    /// The example that keeps something for it.
    pub(crate) needs: Option<Example>,
    /// What to try, and what one should see.
    pub(crate) tries: String,
    pub(crate) sees: String,
    /// The bytes of the fence in the page, and its line.
    pub(crate) range: Range<usize>,
    pub(crate) line: usize,
}

/// The live figures of a page, in order, and the fences that aren't one although they say so.
pub(crate) fn read(page: &Page) -> (Vec<LiveFigure>, Vec<Problem>) {
    let (mut figures, mut problems) = (Vec::new(), Vec::new());
    for piece in page.pieces() {
        let Kind::Fence { info, body } = &piece.kind else { continue };
        if info != "live" {
            continue;
        }
        let line = page.line(piece.range.start);
        match read_one(body, piece.range, line) {
            Ok(figure) => figures.push(figure),
            Err(cause) => problems.push(Problem::new(&page.file, line, cause)),
        }
    }
    (figures, problems)
}

fn read_one(body: &str, range: Range<usize>, line: usize) -> Result<LiveFigure, String> {
    let mut lines = body.lines().filter(|line| !line.trim().is_empty());
    let name = lines.next().unwrap_or_default().trim().to_owned();
    let parts: Vec<(String, String)> = lines.map(read_caption).collect::<Result<_, _>>()?;
    let keys: Vec<&str> = parts.iter().map(|(key, _)| key.as_str()).collect();
    let texts: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
    let (still, needs, tries, sees) = match (keys.as_slice(), texts.as_slice()) {
        (["still", "try", "see"], &[still, tries, sees]) => (still, None, tries, sees),
        (["still", "needs", "try", "see"], &[still, needs, tries, sees]) => {
            let example =
                Example::parse(needs).ok_or(format!("\"{needs}\" names no example: write crate::example"))?;
            (still, Some(example), tries, sees)
        }
        _ => {
            return Err("a live figure is its name and three lines more: \"still: figure-name\", \"try: …\", \"see: …\"".into());
        }
    };
    let [still, tries, sees] = [still, tries, sees].map(str::to_owned);
    Ok(LiveFigure { name, still, needs, tries, sees, range, line })
}

/// Live figures without a script, or without a figure that stands still for them; `root` is the workspace.
pub(crate) fn check(root: &Path, page: &Page, cells: &[Cell], figures: &[LiveFigure]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for LiveFigure { name, still, line, .. } in figures {
        let mut wrong = |cause| problems.push(Problem::new(&page.file, *line, cause));
        if !root.join(SCRIPTS).join(format!("{name}.js")).is_file() {
            wrong(format!("there is no live figure {name}: {SCRIPTS}/{name}.js is missing"));
        }
        if !cells.iter().flat_map(|cell| &cell.captions).any(|caption| caption.figure == *still) {
            wrong(format!("no cell of this page draws {still}, which is to stand still for {name}"));
        }
    }
    problems
}

/// The figure in the page's Markdown: one line of HTML.
pub(crate) fn frame(figure: &LiveFigure, mathematics: &Mathematics) -> String {
    let LiveFigure { name, still, needs, .. } = figure;
    let needs = needs.as_ref().map(|example| format!(" data-needs=\"{}\"", example.name)).unwrap_or_default();
    let [tries, sees] = [&figure.tries, &figure.sees].map(|text| display::caption(text, mathematics));
    format!(
        "<figure class=\"live\" id=\"live-{name}\" data-live=\"{name}\"{needs}><div class=\"live-place\">\
         <p class=\"live-note\"><span>With JavaScript you can change this figure.</span> <a href=\"#{still}\">Another figure</a> shows one of its states.</p>\
         </div><figcaption><p><strong>Try.</strong> {tries}</p><p><strong>See.</strong> {sees}</p></figcaption></figure>\n"
    )
}

/// Puts the figures' scripts into the rendered book.
///
/// # Errors
/// If one can't be copied.
pub(crate) fn write_scripts(root: &Path, folder: &Path) -> Result<()> {
    let to = folder.join(FOLDER);
    fs::create_dir_all(&to).with_context(|| format!("{} can't be made", to.display()))?;
    for entry in fs::read_dir(root.join(SCRIPTS)).with_context(|| format!("{SCRIPTS} can't be read"))? {
        let script = entry?;
        let copy = to.join(script.file_name());
        fs::copy(script.path(), &copy).with_context(|| format!("{} can't be written", copy.display()))?;
    }
    Ok(())
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
    use crate::cells;

    const FENCE: &str =
        "```live\nattention\nstill: weights\ntry: Set $`\\query{q}`$ to *0*.\nsee: All alike.\n```\n";

    fn page(text: &str) -> Page {
        Page::new(Path::new("src"), Path::new("a.md"), text)
    }

    #[test]
    fn a_figure_says_what_to_try_and_what_to_see() {
        let (figures, problems) = read(&page(FENCE));
        assert!(problems.is_empty());
        let html = frame(&figures[0], &Mathematics::new());
        assert_eq!(html.matches('\n').count(), 1);
        for part in ["data-live=\"attention\"", "href=\"#weights\"", "<em>0</em>", "<math>", "All alike."] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }

    #[test]
    fn a_fence_that_lacks_a_line_is_a_problem() {
        let (figures, problems) = read(&page(&FENCE.replace("see: All alike.\n", "")));
        assert!(figures.is_empty() && problems[0].to_string().starts_with("src/a.md:1: a live figure is"));
    }

    #[test]
    fn a_figure_can_need_what_an_example_keeps() {
        let needs = |text| FENCE.replace("try:", &format!("needs: {text}\ntry:"));
        let (figures, _) = read(&page(&needs("attention::trained")));
        assert!(frame(&figures[0], &Mathematics::new()).contains(" data-needs=\"trained\">"));
        let (_, problems) = read(&page(&needs("trained")));
        assert_eq!(problems[0].cause, "\"trained\" names no example: write crate::example");
    }

    #[test]
    fn a_figure_needs_a_script_and_one_that_stands_still() {
        let page = page(&format!("{FENCE}\n```cell\nattention::sentence_weights\nweight: see\n```\n"));
        let problems = check(Path::new("nowhere"), &page, &cells::read(&page).0, &read(&page).0);
        let causes: Vec<&str> = problems.iter().map(|problem| problem.cause.as_str()).collect();
        assert_eq!(
            causes,
            [
                "there is no live figure attention: book/theme/live/attention.js is missing",
                "no cell of this page draws weights, which is to stand still for attention"
            ]
        );
    }
}
