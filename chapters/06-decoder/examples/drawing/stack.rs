//! A model as a column of boxes.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// Stations: the name, what leaves it, its parameters, its colour.
pub(crate) struct Stack(pub(crate) Vec<(String, String, String, Colour)>);

impl Panel for Stack {
    fn height(&self, _width: f64) -> f64 {
        46.0 * self.0.len() as f64 + 24.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let muted = |text| Label::new(text).colour(Colour::Muted);
        canvas.text(&muted("parameters"), (x, y + 8.0));
        canvas.text(&muted("what leaves it, and its size").anchor(Anchor::End), (x + width, y + 8.0));
        for (i, (name, leaves, parameters, colour)) in self.0.iter().enumerate() {
            let top = y + 24.0 + 46.0 * i as f64;
            canvas.text(&Label::new(parameters).anchor(Anchor::End).size(14.0), (x + 66.0, top + 15.0));
            canvas.framed((x + 76.0, top), (164.0, 30.0), Colour::Background, *colour, 5.0);
            canvas.text(&Label::new(name).anchor(Anchor::Middle), (x + 158.0, top + 15.0));
            canvas.text(&Label::new(leaves).anchor(Anchor::End).size(14.0), (x + width, top + 15.0));
            if i + 1 < self.0.len() {
                canvas.arrow((x + 158.0, top + 30.0), (x + 158.0, top + 45.0), Colour::Muted, 1.5);
            }
        }
    }
}
