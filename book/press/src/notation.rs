//! Mathematics as one types it in a file of code, shown as it is meant: `2^(-8/H)` with its power raised, `x_1` with
//! its index lowered.

use crate::display::escape;

/// An exercise's text as Markdown: code stays as it is, and what is indented, which is mathematics too, becomes HTML.
pub(crate) fn shown(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let blocks = lines.chunk_by(|one, next| is_indented(one) == is_indented(next));
    let shown = |block: &[&str]| match block[0].strip_prefix(INDENTATION) {
        Some(_) => {
            let lines = block.iter().map(|line| set(&escape(line.strip_prefix(INDENTATION).unwrap_or(line))));
            format!("<pre>{}</pre>", lines.collect::<Vec<_>>().join("\n"))
        }
        None => prose(&block.join("\n")),
    };
    blocks.map(shown).collect::<Vec<_>>().join("\n")
}

const INDENTATION: &str = "    ";

fn is_indented(line: &str) -> bool {
    line.starts_with(INDENTATION)
}

fn prose(text: &str) -> String {
    let piece = |(number, piece): (usize, &str)| if number % 2 == 0 { set(piece) } else { piece.to_owned() };
    text.split('`').enumerate().map(piece).collect::<Vec<_>>().join("`")
}

/// A text with its powers raised and its indices lowered.
fn set(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['^', '_']) {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let (what, length) = script(after);
        let is_power = rest[at..].starts_with('^');
        let stem = before.chars().rev().take_while(|c| c.is_alphanumeric()).count();
        let is_short = what.chars().count() == 1 || length > what.len();
        let is_index = stem == 1 || stem > 1 && is_short && !before.ends_with("log"); // log_p is a name
        let tag = if is_power { "sup" } else { "sub" };
        out += before;
        if what.is_empty() || !(is_power || is_index) {
            out += &rest[at..=at];
            rest = after;
        } else {
            out += &format!("<{tag}>{}</{tag}>", what.replace('-', "−"));
            rest = &after[length..];
        }
    }
    out + rest
}

/// What is raised or lowered at the beginning of a text, and how many bytes it takes there.
fn script(text: &str) -> (&str, usize) {
    let close = match text.chars().next() {
        Some('(') => text.find(')'),
        Some('{') => text.find('}'),
        _ => None,
    };
    if let Some(close) = close {
        return (&text[1..close], close + 1);
    }
    let sign = text.find(|c| !matches!(c, '-' | '−')).unwrap_or(0);
    let length = text[sign..]
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '|')))
        .unwrap_or(text.len() - sign);
    (&text[..sign + length], sign + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_raised_and_indices_lowered() {
        assert_eq!(shown("at 2^(-8/H): e^-z, x_1"), "at 2<sup>−8/H</sup>: e<sup>−z</sup>, x<sub>1</sub>");
        assert_eq!(shown("π_SFT(x)·e^{R(x)/β}"), "π<sub>SFT</sub>(x)·e<sup>R(x)/β</sup>");
        assert_eq!(shown("head_{H-1}, Σ_j"), "head<sub>H−1</sub>, Σ<sub>j</sub>");
        assert_eq!(shown("e^log_ratio)"), "e<sup>log_ratio</sup>)");
    }

    #[test]
    fn names_and_code_stay() {
        for same in ["`a_b(x^2)`", "log_sft - chosen_sft + log_p", "a _ b ^ c", "one\n\ntwo `x_1\ny_1`"] {
            assert_eq!(shown(same), same);
        }
    }

    #[test]
    fn what_is_indented_is_mathematics_too() {
        assert_eq!(
            shown("So\n\n    a < w_1\n    b\n\nend"),
            "So\n\n<pre>a &lt; w<sub>1</sub>\nb</pre>\n\nend"
        );
    }
}
