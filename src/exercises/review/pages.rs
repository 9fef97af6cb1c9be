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
//! A question whose answer does not begin with one of its letters is left to its page. And those at the pages' ends, whose
//! numbered answers are folded below them:
//!
//! ````text
//! ## Exercises {#exercises}
//!
//! 1. …
//!
//! <details>
//! <summary>Answers</summary>
//!
//! 1. …
//! </details>
//! ````
//!
//! One whose formulas a terminal can't show is left to its page, and so is one that asks for an experiment.

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

/// A question that one answers in words, and compares.
pub(crate) struct Open {
    pub(crate) name: String,
    pub(crate) chapter: u32,
    pub(crate) text: String,
    /// What the page says under "Answers".
    pub(crate) answer: String,
}

/// What a page's question begins with, and what stands above its answer.
const QUESTION: &str = "> **Predict.** ";
const ANSWER: &str = "<summary>Answer</summary>";

/// Of all chapters' pages, in reading order.
pub(crate) fn questions(root: &Path, chapters: &[Chapter]) -> Result<(Vec<Choice>, Vec<Open>)> {
    let (mut choices, mut opens) = (Vec::new(), Vec::new());
    for Chapter { number, name, .. } in chapters {
        let page = root.join(format!("book/src/{number:02}-{name}.md"));
        let text = fs::read_to_string(&page).with_context(|| format!("{} can't be read", page.display()))?;
        choices.extend(on_page(*number, &text));
        opens.extend(at_the_end(*number, &text));
    }
    Ok((choices, opens))
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

/// The numbered questions under "Exercises", each with its answer.
fn at_the_end(chapter: u32, page: &str) -> Vec<Open> {
    let parts = || {
        let (_, end) = page.split_once("\n## Exercises {#exercises}\n")?;
        let (questions, answers) = end.split_once("<summary>Answers</summary>")?;
        Some((questions.split("<details>").next()?, answers.split("</details>").next()?))
    };
    let Some((questions, answers)) = parts() else { return Vec::new() };
    let open = |((number, text), (_, answer)): ((usize, String), (usize, String))| {
        let name = format!("{chapter:02}_question_{number}");
        let shown =
            !format!("{text}{answer}").contains(['\\', '^', '{']) && !answer.starts_with("An experiment");
        shown.then_some(Open { name, chapter, text, answer })
    };
    numbered(questions).into_iter().zip(numbered(answers)).filter_map(open).collect()
}

/// The items of a list, "1. …", "2. …": each with its number.
fn numbered(list: &str) -> Vec<(usize, String)> {
    let mut rest = list.split_once("\n1. ").map(|(_, rest)| rest);
    let mut items = Vec::new();
    for number in 1.. {
        let Some(text) = rest else { break };
        let next = text.split_once(&format!("\n{}. ", number + 1));
        let words: Vec<&str> = next.map_or(text, |(item, _)| item).split_whitespace().collect();
        items.push((number, plain(&words.join(" "))));
        rest = next.map(|(_, rest)| rest);
    }
    items
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

    #[test]
    fn the_questions_at_a_pages_end_have_the_answers_of_their_numbers() {
        let page = "# A page {#page}\n\n1. No question.\n\n## Exercises {#exercises}\n\nSome:\n\n\
            1. Why **two**\n   lines?\n2. What is $`\\frac12`$?\n3. And this?\n\n\
            <details>\n<summary>Answers</summary>\n\n1. Because.\n2. A half.\n3. $`\\eta`$.\n</details>\n";
        let found = at_the_end(3, page);
        let told: Vec<_> = found.iter().map(|one| [&*one.name, &*one.text, &*one.answer]).collect();
        let right = [["03_question_1", "Why two lines?", "Because."], ["03_question_3", "And this?", "η."]];
        assert_eq!(told, right);
        assert!(at_the_end(3, PAGE).is_empty());
    }
}
