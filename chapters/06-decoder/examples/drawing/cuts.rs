//! A sentence cut into tokens.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// One sentence cut in several ways, below each other: tokens as boxes, as wide as their
/// text. The first cut is the one into letters.
pub(crate) struct Cuts(pub(crate) Vec<Cut>);

/// One way to cut it.
pub(crate) struct Cut {
    pub(crate) title: String,
    pub(crate) tokens: Vec<String>,
}

impl Panel for Cuts {
    fn height(&self, _width: f64) -> f64 {
        62.0 * self.0.len() as f64
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let letter = width / self.0[0].tokens.len() as f64;
        for (row, Cut { title, tokens }) in self.0.iter().enumerate() {
            let (mut left, top) = (x, y + 62.0 * row as f64);
            canvas.text(&Label::new(title).colour(Colour::Muted), (x, top + 10.0));
            for token in tokens {
                let size = letter * token.chars().count() as f64;
                canvas.framed(
                    (left, top + 22.0),
                    (size - 1.0, 26.0),
                    Colour::Background,
                    Colour::nth(row),
                    3.0,
                );
                canvas.text(
                    &Label::new(token).anchor(Anchor::Middle).size(12.0),
                    (left + size / 2.0, top + 35.0),
                );
                left += size;
            }
        }
    }
}
