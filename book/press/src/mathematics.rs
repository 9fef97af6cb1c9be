//! Mathematics: LaTeX in the pages, MathML in the book.
//!
//! Inline mathematics is written `` $`x^2`$ ``, display mathematics in a ```` ```math ```` fence.
//! The colours of the book's things are commands with one argument:
//!
//! | write | for | colour |
//! |---|---|---|
//! | `\query{Q}` | queries | blue |
//! | `\key{K}` | keys | orange |
//! | `\val{V}` | values | green |
//! | `\weight{A}` | attention weights | purple |
//! | `\grad{dx}` | gradients | vermilion |
//! | `\pos{p}` | positions | sky blue |
//!
//! A formula keeps its LaTeX, without these, as `data-tex`: for e-readers that can't draw MathML.

use std::ops::RangeInclusive;

use figures::Colour;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::book::Book;
use crate::page::{self, Kind, Page, Show};
use crate::problem::Problem;

/// A command, the colour that stands for it while LaTeX is read, and the one that it becomes.
const COLOURS: [(&str, &str, Colour); 6] = [
    ("query", "000001", Colour::Query),
    ("key", "000002", Colour::Key),
    ("val", "000003", Colour::Value),
    ("weight", "000004", Colour::Weight),
    ("grad", "000005", Colour::Gradient),
    ("pos", "000006", Colour::Position),
];

/// What the mathematical font has: ranges of characters, as the font's maker reads them.
const FONT: &str = include_str!("../../theme/fonts/mathematics.txt");

/// Turns LaTeX into MathML.
pub(crate) struct Mathematics {
    converter: LatexToMathML,
    /// What the mathematical font has.
    characters: Vec<RangeInclusive<u32>>,
}

impl Mathematics {
    pub(crate) fn new() -> Self {
        let macros =
            COLOURS.map(|(name, mark, _)| (name.to_owned(), format!(r"{{\color[HTML]{{{mark}}}#1}}")));
        let config = MathCoreConfig { macros: macros.to_vec(), ..MathCoreConfig::default() };
        let converter = LatexToMathML::new(config).expect("the book's own commands are LaTeX");
        let ranges = FONT.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        Self { converter, characters: ranges.filter_map(range).collect() }
    }

    /// One formula as MathML that can stand in Markdown; an error is a byte of the formula and what is wrong there.
    fn formula(&self, latex: &str, display: MathDisplay) -> Result<String, (usize, String)> {
        let result = self.converter.convert_with_local_state(latex, display);
        let mathml = result.map_err(|error| (error.0.start.min(latex.len()), error.error_message()))?.mathml;
        if let Some(c) = self.foreign(&mathml) {
            return Err((0, not_in_font(c)));
        }
        let html = COLOURS.iter().fold(shield(&mathml), |html, (_, mark, colour)| {
            html.replace(&format!("color:#{mark};"), &format!("color:{};", colour.css()))
        });
        Ok(html.replacen("<math", &format!("<math data-tex=\"{}\"", entities(&plain(latex))), 1))
    }

    /// A character of a formula that the mathematical font has not. Words are in the font of the text.
    fn foreign(&self, mathml: &str) -> Option<char> {
        let texts =
            mathml.split('<').filter(|tag| !tag.starts_with("mtext")).filter_map(|tag| tag.split_once('>'));
        let known = |c: &char| self.characters.iter().any(|range| range.contains(&u32::from(*c)));
        texts.flat_map(|(_, text)| text.chars()).find(|c| !c.is_whitespace() && !known(c))
    }

    /// A caption, or another piece of Markdown within a line, with its formulas as MathML.
    ///
    /// # Errors
    /// What is wrong with the first formula that can't be read.
    pub(crate) fn replace(&self, text: &str) -> Result<String, String> {
        let mut changes = Vec::new();
        for piece in page::pieces(text) {
            let Kind::Formula(latex) = piece.kind else { continue };
            let html = self.formula(&latex, MathDisplay::Inline).map_err(|(_, cause)| not_right(&cause))?;
            changes.push((piece.range, html));
        }
        Ok(page::replace(text, &changes))
    }
}

/// The LaTeX without the book's own commands, in one line.
fn plain(latex: &str) -> String {
    let words = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    COLOURS.iter().fold(words, |latex, (name, ..)| latex.replace(&format!("\\{name}{{"), "{"))
}

fn not_in_font(c: char) -> String {
    let number = u32::from(c);
    format!(
        "the mathematical font has no \"{c}\": add U+{number:X} to book/theme/fonts/mathematics.txt, and make the font anew"
    )
}

/// A range of characters: `U+20-7E`, or `U+B7`.
fn range(written: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = written.split_once('-').unwrap_or((written, written));
    let number = |hexadecimal: &str| u32::from_str_radix(hexadecimal.trim_start_matches("U+"), 16).ok();
    Some(number(first)?..=number(last)?)
}

fn not_right(cause: &str) -> String {
    format!("this formula isn't right: {cause}")
}

/// A formula of a page.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    latex: String,
    display: MathDisplay,
    /// The line on which its LaTeX begins.
    line: usize,
}

impl Formula {
    pub(crate) fn inline(latex: String, line: usize) -> Self {
        Self { latex, display: MathDisplay::Inline, line }
    }

    /// What is inside a fence that begins at a line.
    pub(crate) fn display(latex: String, line: usize) -> Self {
        Self { latex, display: MathDisplay::Block, line: line + 1 }
    }
}

impl Show for Formula {
    fn check(&self, page: &Page, book: &Book) -> Vec<Problem> {
        let Err((byte, cause)) = book.mathematics.formula(&self.latex, self.display) else {
            return Vec::new();
        };
        let before = &self.latex[..self.latex.floor_char_boundary(byte)];
        vec![page.problem(self.line + before.matches('\n').count(), not_right(&cause))]
    }

    fn show(&self, _: &Page, book: &Book) -> Option<String> {
        let html = |latex: &str| book.mathematics.formula(latex, self.display).ok();
        match self.display {
            MathDisplay::Inline => html(&self.latex),
            MathDisplay::Block => {
                let equations: String =
                    equations(&self.latex).into_iter().map(html).collect::<Option<_>>()?;
                Some(format!("<div class=\"formula\">{equations}</div>\n"))
            }
        }
    }
}

/// What `\qquad` parts, outside any group: equations that stand side by side where there is room, and below each other
/// where there is none.
fn equations(latex: &str) -> Vec<&str> {
    const GAP: &str = r"\qquad";
    let (mut equations, mut begun, mut depth) = (Vec::new(), 0, 0);
    for (at, _) in latex.match_indices(['{', '}', '\\']) {
        let rest = &latex[at..];
        if rest.starts_with('{') || rest.starts_with(r"\begin") {
            depth += 1;
        } else if rest.starts_with('}') || rest.starts_with(r"\end") {
            depth -= 1;
        } else if depth == 0 && rest.starts_with(GAP) {
            equations.push(&latex[begun..at]);
            begun = at + GAP.len();
        }
    }
    equations.push(&latex[begun..]);
    equations.retain(|equation| !equation.trim().is_empty());
    equations
}

/// A text in which nothing means anything in Markdown.
fn entities(text: &str) -> String {
    let entity = |c: char| format!("&#{};", u32::from(c));
    text.chars().map(|c| if c.is_ascii_punctuation() { entity(c) } else { c.into() }).collect()
}

/// Writes what means something in Markdown as entities, outside the tags, in one line.
fn shield(mathml: &str) -> String {
    let (mut out, mut in_tag, mut in_entity) = (String::new(), false, false);
    for c in mathml.chars() {
        match c {
            '\n' => out.push(' '),
            '<' => in_tag = true,
            '&' => in_entity = true,
            _ => {}
        }
        match c {
            '\n' => {}
            c if c.is_ascii_punctuation() && !in_tag && !in_entity => out += &format!("&#{};", u32::from(c)),
            c => out.push(c),
        }
        in_tag &= c != '>';
        in_entity &= c != ';';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_in_its_place() {
        let html = Mathematics::new().replace("so $`x^2`$ it is").unwrap();
        assert_eq!(html, "so <math data-tex=\"x&#94;2\"><msup><mi>x</mi><mn>2</mn></msup></math> it is");
    }

    #[test]
    fn equations_side_by_side_are_one_by_one_where_the_page_is_narrow() {
        assert_eq!(
            equations(r"a = b \qquad\qquad c = \text{d \qquad e}"),
            ["a = b ", r" c = \text{d \qquad e}"]
        );
        assert_eq!(equations(r"\begin{cases} a \qquad b \end{cases}").len(), 1);
    }

    #[test]
    fn what_markdown_would_read_is_an_entity() {
        let html = Mathematics::new().replace("$`a*b_{|c|}`$").unwrap();
        let text: String =
            html.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
        assert!(!text.contains(['*', '_', '|', '`']), "{html}");
    }

    #[test]
    fn the_colours_of_the_book_are_variables_of_the_style() {
        for (name, _, colour) in COLOURS {
            let html = Mathematics::new().replace(&format!("$`\\{name}{{X}}`$")).unwrap();
            assert!(html.contains(&format!("color:{};", colour.css())), "{html}");
        }
    }

    #[test]
    fn a_formula_keeps_its_latex_without_the_commands_of_the_book() {
        assert_eq!(plain("\\query{Q}\n  \\key{K}^T \\keyboard"), "{Q} {K}^T \\keyboard");
        assert_eq!(entities("a|b \"c\""), "a&#124;b &#34;c&#34;");
    }

    #[test]
    fn what_the_font_has_not_is_said() {
        let said = Mathematics::new().replace("$`a \\rightsquigarrow b`$").unwrap_err();
        assert!(said.contains("no \"⇝\": add U+21DD"), "{said}");
        assert!(Mathematics::new().replace("$`\\text{ß} \\sum_{i} \\theta`$").is_ok());
    }

    #[test]
    fn a_bad_formula_of_a_caption_is_said() {
        assert!(Mathematics::new().replace("so $`\\frac{1`$").unwrap_err().contains("isn't right"));
    }
}
