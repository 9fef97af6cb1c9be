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

use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::page::{self, Kind, Page};
use crate::problem::Problem;

/// A command, the colour that stands for it while LaTeX is read, and the style's variable that it becomes.
const COLOURS: [(&str, &str, &str); 6] = [
    ("query", "000001", "--fig-query"),
    ("key", "000002", "--fig-key"),
    ("val", "000003", "--fig-value"),
    ("weight", "000004", "--fig-weight"),
    ("grad", "000005", "--fig-gradient"),
    ("pos", "000006", "--fig-position"),
];

/// Turns LaTeX into MathML.
pub(crate) struct Mathematics(LatexToMathML);

impl Mathematics {
    pub(crate) fn new() -> Self {
        let macros =
            COLOURS.map(|(name, mark, _)| (name.to_owned(), format!(r"{{\color[HTML]{{{mark}}}#1}}")));
        let config = MathCoreConfig { macros: macros.to_vec(), ..MathCoreConfig::default() };
        Self(LatexToMathML::new(config).expect("the book's own commands are LaTeX"))
    }

    /// One formula as MathML that can stand in Markdown; an error is a byte of the formula and what is wrong there.
    fn formula(&self, latex: &str, display: MathDisplay) -> Result<String, (usize, String)> {
        match self.0.convert_with_local_state(latex, display) {
            Ok(result) => Ok(COLOURS.iter().fold(shield(&result.mathml), |html, (_, mark, variable)| {
                html.replace(&format!("color:#{mark};"), &format!("color:var({variable});"))
            })),
            Err(error) => Err((error.0.start.min(latex.len()), error.error_message())),
        }
    }

    /// Replaces the formulas of a piece of Markdown; an error is a byte of the text and what is wrong there.
    pub(crate) fn replace(&self, text: &str) -> Result<String, Vec<(usize, String)>> {
        let (mut changes, mut errors): (Vec<(Range<usize>, String)>, _) = (Vec::new(), Vec::new());
        for piece in page::pieces(text) {
            let (latex, display) = match piece.kind {
                Kind::Formula(latex) => (latex, MathDisplay::Inline),
                Kind::Fence { info, body } if info == "math" => (body, MathDisplay::Block),
                _ => continue,
            };
            match self.formula(&latex, display) {
                Ok(html) if display == MathDisplay::Inline => changes.push((piece.range, html)),
                Ok(html) => changes
                    .push((piece.range, format!("<div class=\"formula\" tabindex=\"0\">{html}</div>\n"))),
                Err((byte, cause)) => {
                    let line =
                        text[piece.range.clone()].bytes().take(1).filter(|&first| first != b'$').count();
                    let line = line + latex[..latex.floor_char_boundary(byte)].matches('\n').count();
                    let at: usize =
                        text[piece.range.clone()].split_inclusive('\n').take(line).map(str::len).sum();
                    errors.push((piece.range.start + at, format!("this formula isn't right: {cause}")));
                }
            }
        }
        if errors.is_empty() { Ok(page::replace(text, &changes)) } else { Err(errors) }
    }

    /// The page's formulas that can't be read.
    pub(crate) fn check(&self, page: &Page) -> Vec<Problem> {
        let errors = self.replace(&page.text).err().unwrap_or_default();
        errors.into_iter().map(|(byte, cause)| page.problem(byte, cause)).collect()
    }
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
    use std::path::Path;

    #[test]
    fn a_formula_becomes_mathml_in_its_place() {
        let html = Mathematics::new().replace("so $`x^2`$ it is").unwrap();
        assert_eq!(html, "so <math><msup><mi>x</mi><mn>2</mn></msup></math> it is");
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
        for (name, _, variable) in COLOURS {
            let html = Mathematics::new().replace(&format!("$`\\{name}{{X}}`$")).unwrap();
            assert!(html.contains(&format!("color:var({variable});")), "{html}");
        }
    }

    #[test]
    fn a_bad_formula_is_named_with_its_line() {
        let text = "one\n\n```math\nx = 1 \\\\\ny = \\nonsense\n```\n\nand $`\\frac{1`$\n";
        let page = Page::new(Path::new("src"), Path::new("a.md"), text);
        let problems = Mathematics::new().check(&page);
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [5, 8]);
        assert!(problems[0].cause.contains("nonsense"), "{}", problems[0]);
    }
}
