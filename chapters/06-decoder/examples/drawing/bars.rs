//! Bars that are divided into parts.

use figures::{Canvas, Colour, Label, Panel};

/// One bar for each model, divided as its parameters are.
pub(crate) struct Bars {
    pub(crate) models: Vec<Model>,
    /// What the parts are called, and their colours.
    pub(crate) parts: Vec<(&'static str, Colour)>,
}

/// A model, and how many parameters each of its parts has.
pub(crate) struct Model {
    pub(crate) name: String,
    pub(crate) counts: Vec<usize>,
}

impl Panel for Bars {
    fn height(&self, _width: f64) -> f64 {
        62.0 * self.models.len() as f64 + 48.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        for (row, model) in self.models.iter().enumerate() {
            let (mut left, top) = (x, y + 62.0 * row as f64);
            let all = model.counts.iter().sum::<usize>() as f64;
            canvas.text(&Label::new(&model.name), (x, top + 10.0));
            for (&count, &(_, colour)) in model.counts.iter().zip(&self.parts) {
                let part = width * count as f64 / all;
                canvas.rectangle((left, top + 22.0), ((part - 1.0).max(0.0), 24.0), colour);
                left += part;
            }
        }
        let places = [(0.0, 0.0), (160.0, 0.0), (320.0, 0.0), (0.0, 24.0), (160.0, 24.0)];
        for (&(name, colour), (dx, dy)) in self.parts.iter().zip(places) {
            let at = (x + dx, y + 62.0 * self.models.len() as f64 + dy);
            canvas.rectangle((at.0, at.1 + 5.0), (14.0, 14.0), colour);
            canvas.text(&Label::new(name), (at.0 + 20.0, at.1 + 12.0));
        }
    }
}
