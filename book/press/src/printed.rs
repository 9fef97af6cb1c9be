//! The page that is printed. On paper a fold is open, and an answer would stand right under its question: here the
//! answers of a chapter stand at its end. After its title the page has its contents.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::paper;

/// What mdBook writes between two chapters.
const NEXT: &str = "<div style=\"break-before: page;";
/// How an answer begins in the page, and ends.
const FOLDS: [&str; 2] = ["<details>\n<summary>Answer</summary>", "<details>\n<summary>Answers</summary>"];
const END: &str = "</details>";

/// Sets the page in `folder` that is printed.
///
/// # Errors
/// If it can't be read or written.
pub(crate) fn write(folder: &Path) -> Result<()> {
    let file = folder.join(paper::PAGE);
    let html = fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
    let moved: Vec<String> =
        html.split(NEXT).enumerate().map(|(number, chapter)| at_the_end(chapter, number)).collect();
    let contents = contents(&html);
    let printed = moved.join(NEXT);
    let (head, main) = printed.split_once("<main>").context("the page that is printed has no beginning")?;
    let printed = format!("{head}<main>{}", main.replacen("</h1>", &format!("</h1>\n{contents}"), 1));
    fs::write(&file, printed).with_context(|| format!("{} can't be written", file.display()))
}

/// The chapters, as links to their headings.
fn contents(html: &str) -> String {
    let link = |heading: &str| {
        let (id, title) = (heading.split_once('"')?.0, heading.splitn(3, '>').nth(2)?.split_once("</a>")?.0);
        Some(format!("<li><a href=\"#{id}\">{title}</a></li>\n"))
    };
    let links: String = html.split("<h1 id=\"").skip(1).filter_map(link).collect();
    format!("<nav class=\"contents\"><ul>\n{links}</ul></nav>\n")
}

/// A chapter with its answers at its end, and in the place of each a line that leads there.
fn at_the_end(chapter: &str, number: usize) -> String {
    const LAST: &str = "</main>";
    let (mut left, foot) = chapter.split_at(chapter.find(LAST).unwrap_or(chapter.len()));
    let (mut out, mut answers, mut count) = (String::new(), String::new(), 0);
    while let Some((before, answer, after)) = next(left) {
        count += 1;
        let id = format!("answer-{number}-{count}");
        out += &format!("{before}<p><a href=\"#{id}\">Answer {count}</a>: at the end of the chapter.</p>");
        answers +=
            &format!("<section class=\"answer\" id=\"{id}\"><strong>{count}</strong>{answer}</section>\n");
        left = after;
    }
    let heading = if count > 0 { "<h2>Answers</h2>\n" } else { "" };
    [&out, left, heading, &answers, foot].concat()
}

/// What stands before the first answer, the answer, and what stands after it.
fn next(html: &str) -> Option<(&str, &str, &str)> {
    let begin = |fold: &&str| Some((html.find(*fold)?, fold.len()));
    let (at, length) = FOLDS.iter().filter_map(begin).min()?;
    let (answer, after) = html[at + length..].split_once(END)?;
    Some((&html[..at], answer, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contents_lead_to_the_chapters() {
        let html =
            "<h1 class=\"menu\">x</h1><h1 id=\"a\"><a class=\"header\" href=\"#a\">A <b>b</b></a></h1>c";
        assert_eq!(
            contents(html),
            "<nav class=\"contents\"><ul>\n<li><a href=\"#a\">A <b>b</b></a></li>\n</ul></nav>\n"
        );
    }

    #[test]
    fn answers_stand_at_the_end_of_their_chapter() {
        let fold =
            |summary: &str, text: &str| format!("<details>\n<summary>{summary}</summary>{text}</details>");
        let chapter = format!(
            "Why?{}When?{}And{}.</main>x",
            fold("Answer", "So."),
            fold("Hint", "h"),
            fold("Answers", "Now.")
        );
        assert_eq!(
            at_the_end(&chapter, 7),
            "Why?<p><a href=\"#answer-7-1\">Answer 1</a>: at the end of the chapter.</p>When?\
             <details>\n<summary>Hint</summary>h</details>And\
             <p><a href=\"#answer-7-2\">Answer 2</a>: at the end of the chapter.</p>.<h2>Answers</h2>\n\
             <section class=\"answer\" id=\"answer-7-1\"><strong>1</strong>So.</section>\n\
             <section class=\"answer\" id=\"answer-7-2\"><strong>2</strong>Now.</section>\n</main>x"
        );
        assert_eq!(at_the_end("No question.", 1), "No question.");
    }
}
