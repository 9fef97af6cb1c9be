//! The questions that the pages ask before their cells: read from the pages themselves, so that they stand in one place.
//!
//! ````text
//! > **Predict.** … (a) … (b) … (c) …
//!
//! <details>
//! <summary>Answer</summary>
//!
//! (b), because …
//! </details>
//! ````
//!
//! A question whose answer does not begin with one of its letters is left to its page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use exercises::Chapter;

/// A question with some answers to choose from.
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) chapter: u32,
    /// What its section is called.
    pub(crate) section: String,
    /// The question, and each of its answers on a line of its own.
    pub(crate) text: String,
    pub(crate) letters: Vec<char>,
    pub(crate) right: char,
    /// What the page says under "Answer".
    pub(crate) why: String,
}

/// What a page's question begins with, and what stands above its answer.
const QUESTION: &str = "> **Predict.** ";
const ANSWER: &str = "<summary>Answer</summary>";

/// Of all chapters' pages, in reading order.
pub(crate) fn choices(root: &Path, chapters: &[Chapter]) -> Result<Vec<Choice>> {
    let mut all = Vec::new();
    for Chapter { number, name, .. } in chapters {
        let page = root.join(format!("book/src/{number:02}-{name}.md"));
        let text = fs::read_to_string(&page).with_context(|| format!("{} can't be read", page.display()))?;
        all.extend(on_page(*number, &text));
    }
    Ok(all)
}

fn on_page(chapter: u32, page: &str) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    let mut section = ("", "");
    let mut rest = page;
    while let Some((line, later)) = rest.split_once('\n') {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading.split_once(" {#").unwrap_or((heading, ""));
        } else if line.starts_with(QUESTION)
            && let Some(choice) = choice(chapter, section, rest)
        {
            let before = found.iter().filter(|other| other.name.starts_with(&choice.name)).count();
            let name = if before == 0 { choice.name } else { format!("{}_{}", choice.name, before + 1) };
            found.push(Choice { name, ..choice });
        }
        rest = later;
    }
    found
}

/// The question that a text begins with, if its answer is one of its letters.
fn choice(chapter: u32, (title, id): (&str, &str), text: &str) -> Option<Choice> {
    let quoted = text.lines().map_while(|line| line.strip_prefix('>'));
    let question = quoted.map(str::trim).collect::<Vec<_>>().join(" ");
    let question = question.strip_prefix(QUESTION[1..].trim())?;
    let (_, answer) = text.split_once(ANSWER)?;
    let (answer, between) = (answer.split("</details>").next()?.trim(), text.split(ANSWER).next()?);
    let letters: Vec<char> =
        ('a'..='f').filter(|letter| question.contains(&format!(" ({letter}) "))).collect();
    let right = answer.strip_prefix('(')?.chars().next()?;
    let alone = !between[1..].contains(QUESTION) && question.matches(" (a) ").count() == 1;
    if !alone || !letters.contains(&right) {
        return None;
    }
    let mut text = plain(question.trim());
    for letter in &letters {
        text = text.replace(&format!(" ({letter}) "), &format!("\n  ({letter}) "));
    }
    let name = format!("{chapter:02}_{}", id.trim_end_matches('}').replace('-', "_"));
    Some(Choice { name, chapter, section: plain(title), text, letters, right, why: plain(answer) })
}

/// Markdown with a little mathematics, as a terminal shows it.
fn plain(markdown: &str) -> String {
    const SIGNS: [(&str, &str); 16] = [
        ("$`", ""),
        ("`$", ""),
        ("**", ""),
        ("\n", " "),
        (r"\,", " "),
        (r"\cdot", "·"),
        (r"\sqrt", "√"),
        (r"\tfrac12", "½"),
        (r"\beta", "β"),
        (r"\eta", "η"),
        (r"\lambda", "λ"),
        (r"\pi", "π"),
        (r"\sigma", "σ"),
        (r"\grad", "∇"),
        (r"\nabla", "∇"),
        (r"\log", "log"),
    ];
    SIGNS.iter().fold(markdown.to_owned(), |text, (latex, sign)| text.replace(latex, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A page {#page}\n\n## How *long* {#how-long}\n\n\
        > **Predict.** How long is $`\\eta`$? (a) One. (b) Two.\n>\n> (c) Three.\n\n```cell\na::b\n```\n\n\
        <details>\n<summary>Answer</summary>\n\n(c), **always**.\n</details>\n\n\
        > **Predict.** And again? (a) Yes. (b) No.\n\n<details>\n<summary>Answer</summary>\n\n(a).\n</details>\n\n\
        > **Predict.** What is left to the page? (a) This.\n\n<details>\n<summary>Answer</summary>\n\nNothing.\n</details>\n";

    #[test]
    fn a_pages_questions_are_read_with_their_answers() {
        let found = on_page(3, PAGE);
        let names: Vec<&str> = found.iter().map(|choice| choice.name.as_str()).collect();
        assert_eq!(names, ["03_how_long", "03_how_long_2"]);
        let Choice { text, letters, right, why, .. } = &found[0];
        assert_eq!(text, "How long is η?\n  (a) One.\n  (b) Two. \n  (c) Three.");
        assert_eq!((letters.as_slice(), *right, why.as_str()), (&['a', 'b', 'c'][..], 'c', "(c), always."));
        assert_eq!(found[1].right, 'a');
    }
}
