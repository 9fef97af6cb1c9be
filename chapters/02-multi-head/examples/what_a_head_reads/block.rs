//! The block of this chapter, drawn: every head reads all channels.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// x, two heads, their outputs side by side, and W_O.
pub(crate) struct Block;

const CELL: f64 = 40.0;
const BAR: f64 = 24.0; // the height of a row of channels
const LEFT: f64 = 44.0;
const RIGHT: f64 = LEFT + 8.0 * CELL;
const HEADS: [(&str, f64, Colour); 2] = [
    ("head 0", LEFT, Colour::Category(4)),
    ("head 1", LEFT + 4.0 * CELL, Colour::Category(6)),
];

impl Panel for Block {
    fn height(&self, _width: f64) -> f64 {
        328.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), _width: f64) {
        let at = |dx: f64, dy: f64| (x + dx, y + dy);
        bar(canvas, at(LEFT, 0.0), 8, Colour::Text);
        canvas.text(&Label::new("x").anchor(Anchor::End), at(LEFT - 8.0, 12.0));
        canvas.text(&Label::new("C = 8"), at(RIGHT + 12.0, 12.0));

        for (name, left, colour) in HEADS {
            // the funnel: all eight channels, four numbers
            let (start, end) = (left + 14.0, left + 4.0 * CELL - 14.0);
            let funnel = [at(LEFT, 26.0), at(RIGHT, 26.0), at(end, 86.0), at(start, 86.0)];
            canvas.polygon(&funnel, colour, 0.22);
            canvas.tinted(at(start, 88.0), (end - start, 66.0), colour);
            let middle = (start + end) / 2.0;
            for (line, text) in
                [name, "Q, K, V: D = 4", "attention"].into_iter().enumerate()
            {
                let label = Label::new(text).anchor(Anchor::Middle).size(if line == 0 {
                    15.0
                } else {
                    13.0
                });
                canvas.text(&label, at(middle, 102.0 + 19.0 * line as f64));
            }
            canvas.arrow(at(middle, 156.0), at(middle, 182.0), Colour::Text, 1.5);
            bar(canvas, at(left, 186.0), 4, colour);
        }
        canvas.text(&Label::new("side by"), at(RIGHT + 12.0, 190.0));
        canvas.text(&Label::new("side: C"), at(RIGHT + 12.0, 208.0));

        let middle = (LEFT + RIGHT) / 2.0;
        canvas.arrow(at(middle, 212.0), at(middle, 236.0), Colour::Text, 1.5);
        canvas.tinted(at(LEFT, 238.0), (8.0 * CELL, 32.0), Colour::Text);
        canvas.text(
            &Label::new("W_O mixes what the heads found").anchor(Anchor::Middle),
            at(middle, 254.0),
        );
        canvas.arrow(at(middle, 272.0), at(middle, 300.0), Colour::Text, 1.5);
        bar(canvas, at(LEFT, 302.0), 8, Colour::Text);
    }
}

/// A row of channels.
fn bar(canvas: &mut Canvas, (x, y): (f64, f64), cells: usize, colour: Colour) {
    for cell in 0..cells {
        canvas.tinted((x + CELL * cell as f64 + 1.5, y), (CELL - 3.0, BAR), colour);
    }
}
