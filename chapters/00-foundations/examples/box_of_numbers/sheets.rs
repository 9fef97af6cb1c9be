//! The box (B, T, C) as sheets, and beside it as one tall matrix.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// Two sheets of three tokens with four channels; the last number of all is filled.
pub(crate) struct Sheets;

const CELL: f64 = 30.0;
const COLOURS: [Colour; 2] = [Colour::Category(6), Colour::Category(4)];

impl Panel for Sheets {
    fn height(&self, _width: f64) -> f64 {
        232.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), _width: f64) {
        // sequence 1 lies behind sequence 0, a little higher and to the right
        for (b, (left, top)) in [(1, (x + 120.0, y + 28.0)), (0, (x + 76.0, y + 72.0))] {
            for t in 0..3 {
                self.row(canvas, (left, top + CELL * f64::from(t)), b, b == 1 && t == 2);
            }
        }
        let text = |canvas: &mut Canvas, text: &str, anchor, at| {
            canvas.text(&Label::new(text).anchor(anchor), at);
        };
        text(canvas, "C channels", Anchor::Middle, (x + 136.0, y + 178.0));
        text(canvas, "T tokens", Anchor::End, (x + 70.0, y + 118.0));
        text(canvas, "B sequences", Anchor::Start, (x + 76.0, y + 14.0));
        text(canvas, "(B, T, C) = (2, 3, 4)", Anchor::Middle, (x + 136.0, y + 206.0));

        canvas.arrow((x + 254.0, y + 110.0), (x + 294.0, y + 110.0), Colour::Text, 1.5);
        for n in 0..6 {
            let last = n == 5;
            self.row(canvas, (x + 304.0, y + 14.0 + CELL * n as f64), n / 3, last);
        }
        text(canvas, "B·T", Anchor::Start, (x + 432.0, y + 104.0));
        text(canvas, "(B·T, C) = (6, 4)", Anchor::Middle, (x + 364.0, y + 214.0));
    }
}

impl Sheets {
    /// The four channels of one token; the last one is filled if the row is `marked`.
    fn row(&self, canvas: &mut Canvas, (x, y): (f64, f64), b: usize, marked: bool) {
        for c in 0..4 {
            let at = (x + CELL * f64::from(c), y);
            let fill = if marked && c == 3 { Colour::Text } else { Colour::Background };
            canvas.framed(at, (CELL, CELL), fill, COLOURS[b], 0.0);
            if fill == Colour::Background {
                canvas.tinted(
                    (at.0 + 3.0, at.1 + 3.0),
                    (CELL - 6.0, CELL - 6.0),
                    COLOURS[b],
                );
            }
        }
    }
}
