//! A model as a column of boxes.

use figures::{Anchor, Canvas, Colour, Label, Panel};
use ndarray::{ArrayView, Dimension};

/// Stations: the name, what leaves it, its parameters, its colour.
#[derive(Default)]
pub(crate) struct Stack(pub(crate) Vec<(String, String, String, Colour)>);

impl Stack {
    /// Adds a station below the others, and prints it.
    pub(crate) fn add(
        &mut self,
        name: &str,
        leaves: String,
        parameters: usize,
        colour: Colour,
    ) {
        println!("{name:22} {leaves:22} {parameters:6} parameters");
        let count = if parameters == 0 { String::new() } else { parameters.to_string() };
        self.0.push((name.to_owned(), leaves, count, colour));
    }
}

/// The shape, and the root mean square.
pub(crate) fn seen<D: Dimension>(x: ArrayView<f64, D>) -> String {
    let size = (x.mapv(|x| x * x).sum() / x.len() as f64).sqrt();
    format!("{:?} · {size:.2}", x.shape()).replace('[', "(").replace(']', ")")
}

impl Panel for Stack {
    fn height(&self, _width: f64) -> f64 {
        46.0 * self.0.len() as f64 + 24.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let muted = |text| Label::new(text).colour(Colour::Muted);
        canvas.text(&muted("parameters"), (x, y + 8.0));
        canvas.text(
            &muted("what leaves it, and its size").anchor(Anchor::End),
            (x + width, y + 8.0),
        );
        for (i, (name, leaves, parameters, colour)) in self.0.iter().enumerate() {
            let top = y + 24.0 + 46.0 * i as f64;
            canvas.text(
                &Label::new(parameters).anchor(Anchor::End).size(14.0),
                (x + 66.0, top + 15.0),
            );
            canvas.framed((x + 76.0, top), (164.0, 30.0), Colour::Background, *colour, 5.0);
            canvas.text(&Label::new(name).anchor(Anchor::Middle), (x + 158.0, top + 15.0));
            canvas.text(
                &Label::new(leaves).anchor(Anchor::End).size(14.0),
                (x + width, top + 15.0),
            );
            if i + 1 < self.0.len() {
                canvas.arrow(
                    (x + 158.0, top + 30.0),
                    (x + 158.0, top + 45.0),
                    Colour::Muted,
                    1.5,
                );
            }
        }
    }
}
