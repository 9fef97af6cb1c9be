//! Where a line may end, in the rendered pages: not between a formula and its comma, not within "GPT-2", but within a
//! long name or path, after `_`, `/` or `::`. What is copied or searched for stays the same text.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Names of code longer than this many bytes may be torn.
const LONG: usize = 20;
/// Where.
const TEAR: &str = "<wbr>";

/// Sets the lines of each page in `folder`.
///
/// # Errors
/// If a page can't be read or written.
pub(crate) fn write(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "html") {
            let html = fs::read_to_string(&file);
            let html = html.with_context(|| format!("{} can't be read", file.display()))?;
            fs::write(&file, set(&html)).with_context(|| format!("{} can't be written", file.display()))?;
        }
    }
    Ok(())
}

fn set(page: &str) -> String {
    let Some((head, main)) = page.split_once("<main>") else { return page.to_owned() };
    let (main, foot) = main.split_once("</main>").unwrap_or((main, ""));
    format!("{head}<main>{}</main>{foot}", texts(&with_neighbours(main)))
}

/// Each formula in one piece with what stands beside it without a space.
fn with_neighbours(html: &str) -> String {
    const END: &str = "</math>";
    let (mut out, mut rest) = (String::new(), html);
    while let Some((start, end)) = rest.find("<math").zip(rest.find(END)) {
        let (before, end) = (&rest[..start], end + END.len());
        let from = before.rfind(|c: char| c.is_whitespace() || c == '>').map_or(0, |at| at + 1);
        let from = before.ceil_char_boundary(from);
        let after = rest[end..].find(|c: char| c.is_whitespace() || c == '<').unwrap_or(0);
        let piece = &rest[from..end + after];
        out += &before[..from];
        out += &if (from, after) == (start, 0) { piece.to_owned() } else { whole(piece) };
        rest = &rest[end + after..];
    }
    out + rest
}

fn whole(html: &str) -> String {
    format!("<span class=\"whole\">{html}</span>")
}

/// The texts between the tags: each in its way in code, in what is drawn or laid out, and in prose.
fn texts(html: &str) -> String {
    const LEFT_ALONE: [&str; 5] = ["pre", "svg", "math", "script", "style"];
    let mut inside: Option<&str> = None;
    let mut pieces = html.split('<');
    let mut out = words(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match inside {
            None if name == "code" || LEFT_ALONE.contains(&name) => inside = Some(name),
            Some(open) if name.strip_prefix('/') == Some(open) => inside = None,
            _ => {}
        }
        let text = match inside {
            None if text.contains('/') && !text.contains(char::is_whitespace) => name_of_code(text), // a path
            None => words(text),
            Some("code") => text.split_inclusive(' ').map(name_of_code).collect(),
            Some(_) => text.to_owned(),
        };
        out += &format!("<{tag}>{text}");
    }
    out
}

/// A name that may be torn after each of its parts if it is long, and nowhere else.
pub(crate) fn name_of_code(name: &str) -> String {
    const ENDS: [&str; 3] = ["_", "/", "::"];
    let torn = |name: String, end: &&str| name.replace(*end, &format!("{end}{TEAR}"));
    let parts = if name.len() > LONG { ENDS.iter().fold(name.to_owned(), torn) } else { name.to_owned() };
    let part =
        |part: &str| if part.contains('-') && part.len() <= LONG { whole(part) } else { part.to_owned() };
    parts.trim_end_matches(TEAR).split(TEAR).map(part).collect::<Vec<_>>().join(TEAR)
}

/// Prose with the words in one piece of which a part is no word of its own: GPT-2, top-k, pre-LN.
fn words(text: &str) -> String {
    let ends = |c: char| !(c.is_alphanumeric() || c == '-');
    let word = |piece: &str| {
        let (word, end) = piece.split_at(piece.trim_end_matches(ends).len());
        match word.split_once('-') {
            Some((first, last)) if is_short(first) || is_short(last) => whole(word) + end,
            _ => piece.to_owned(),
        }
    };
    let text: String = text.split_inclusive(ends).map(word).collect();
    // The number of a chapter stays with it.
    (0..10).fold(text, |text, n| text.replace(&format!("hapter {n}"), &format!("hapter\u{a0}{n}")))
}

fn is_short(part: &str) -> bool {
    (1..=3).contains(&part.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main(html: &str) -> String {
        let page = set(&format!("GPT-2<main>{html}</main>GPT-2"));
        page.strip_prefix("GPT-2<main>").unwrap().strip_suffix("</main>GPT-2").unwrap().to_owned()
    }

    #[test]
    fn a_formula_keeps_its_comma() {
        assert_eq!(
            main("<p>a (<math x>b-1</math>), c"),
            "<p>a <span class=\"whole\">(<math x>b-1</math>),</span> c"
        );
        assert_eq!(main("<p>é <math>b</math> c</p>"), "<p>é <math>b</math> c</p>");
    }

    #[test]
    fn a_word_with_a_number_is_in_one_piece_but_code_is_not_touched() {
        assert_eq!(
            main("<p>(GPT-2’s is well-known)"),
            "<p>(<span class=\"whole\">GPT-2</span>’s is well-known)"
        );
        for same in
            ["<pre>GPT-2</pre>", "<pre><code>a-1 a_long_name_of_code</code></pre>", "a - 1 - x", "<a b-1>"]
        {
            assert_eq!(main(same), same);
        }
    }

    #[test]
    fn a_chapter_keeps_its_number_and_a_path_is_torn_after_its_folders() {
        assert_eq!(main("<a>chapter 8</a>"), "<a>chapter\u{a0}8</a>");
        assert_eq!(
            main("<a>chapters/attention/src/a.rs</a>"),
            "<a>chapters/<wbr>attention/<wbr>src/<wbr>a.rs</a>"
        );
    }

    #[test]
    fn a_long_name_may_be_torn_after_its_parts() {
        assert_eq!(
            main("<code>a_b --out chapters/01-exercises/a::is_it_so_</code> GPT-2"),
            "<code>a_b <span class=\"whole\">--out </span>chapters/<wbr><span class=\"whole\">01-exercises/</span>\
             <wbr>a::<wbr>is_<wbr>it_<wbr>so_</code> <span class=\"whole\">GPT-2</span>"
        );
    }
}
