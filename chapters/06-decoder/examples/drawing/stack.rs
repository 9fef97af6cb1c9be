//! A model as a column of boxes.

use figures::{Anchor, Canvas, Colour, Label, Panel};
use ndarray::{ArrayView, Dimension};

/// The stations of a model, from the tokens down.
#[derive(Default)]
pub(crate) struct Stack(Vec<Station>);

struct Station {
    name: String,
    /// The shape and the size of what leaves it.
    leaves: String,
    parameters: usize,
    colour: Colour,
}

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
        self.0.push(Station { name: name.to_owned(), leaves, parameters, colour });
    }
}

/// The shape, and the root mean square.
pub(crate) fn seen<D: Dimension>(x: ArrayView<f64, D>) -> String {
    let size = (x.mapv(|x| x * x).sum() / x.len() as f64).sqrt();
    format!("{:?} · {size:.2}", x.shape()).replace('[', "(").replace(']', ")")
}

fn small(text: &str) -> Label<'_> {
    Label::new(text).anchor(Anchor::End).size(14.0)
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
        let middle = x + 158.0; // of the boxes
        for (i, station) in self.0.iter().enumerate() {
            let (top, colour) = (y + 24.0 + 46.0 * i as f64, station.colour);
            if station.parameters > 0 {
                canvas
                    .text(&small(&station.parameters.to_string()), (x + 66.0, top + 15.0));
            }
            canvas.framed((x + 76.0, top), (164.0, 30.0), Colour::Background, colour, 5.0);
            let name = Label::new(&station.name).anchor(Anchor::Middle);
            canvas.text(&name, (middle, top + 15.0));
            canvas.text(&small(&station.leaves), (x + width, top + 15.0));
            if i + 1 < self.0.len() {
                let (from, to) = ((middle, top + 30.0), (middle, top + 45.0));
                canvas.arrow(from, to, Colour::Muted, 1.5);
            }
        }
    }
}
