//! Who holds which part of the weights, and which part of the batch.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// A cut: its name, and whether device `d` holds the part of a layer, and a sequence.
struct Cut {
    name: &'static str,
    weights: fn(usize, usize, usize) -> Held,
    batch: fn(usize, usize) -> bool,
}

/// What a device has of a part.
#[derive(Clone, Copy)]
enum Held {
    Yes,
    /// For a while, from another device.
    Fetched,
    No,
}

fn if_(holds: bool) -> Held {
    if holds { Held::Yes } else { Held::No }
}

const CUTS: [Cut; 5] = [
    Cut { name: "data", weights: |_, _, _| Held::Yes, batch: |d, sequence| d == sequence },
    Cut {
        name: "sharded data (round: fetched for a while)",
        weights: |d, _, part| if d == part { Held::Yes } else { Held::Fetched },
        batch: |d, sequence| d == sequence,
    },
    Cut { name: "tensor", weights: |d, _, part| if_(d == part), batch: |_, _| true },
    Cut { name: "pipeline", weights: |d, layer, _| if_(d == layer), batch: |_, _| true },
    Cut {
        name: "expert (a part is an expert)",
        weights: |d, _, part| if_(d == part),
        batch: |d, sequence| d == sequence,
    },
];

/// All cuts below each other, four devices beside each other.
pub(crate) struct Devices;

const CUT: f64 = 116.0; // height
const DEVICE: f64 = 112.0; // width
const CELL: f64 = 15.0;

impl Panel for Devices {
    fn height(&self, _width: f64) -> f64 {
        CUT * CUTS.len() as f64 + 20.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        let gap = (width - 4.0 * DEVICE) / 3.0;
        for (row, cut) in CUTS.iter().enumerate() {
            let top = y + CUT * row as f64;
            canvas.text(&Label::new(cut.name).bold(), (x, top + 12.0));
            for device in 0..4 {
                let left = x + (DEVICE + gap) * device as f64;
                draw_device(canvas, cut, device, (left, top + 26.0));
            }
        }
        let below = y + CUT * CUTS.len() as f64 + 6.0;
        for (at, name) in [(x + 40.0, "weights"), (x + 92.0, "batch")] {
            let label = Label::new(name).anchor(Anchor::Middle).size(14.0);
            canvas.text(&label.colour(Colour::Muted), (at, below));
        }
    }
}

fn draw_device(canvas: &mut Canvas, cut: &Cut, device: usize, (x, y): (f64, f64)) {
    canvas.framed((x, y), (DEVICE, 76.0), Colour::Background, Colour::Muted, 6.0);
    for layer in 0..4 {
        let top = y + 8.0 + CELL * layer as f64;
        for part in 0..4 {
            let at = (x + 9.0 + CELL * part as f64, top);
            cell(canvas, at, Colour::nth(0), (cut.weights)(device, layer, part));
        }
        let at = (x + 85.0, top);
        cell(canvas, at, Colour::nth(3), if_((cut.batch)(device, layer)));
    }
}

fn cell(canvas: &mut Canvas, at: (f64, f64), colour: Colour, held: Held) {
    let size = (CELL - 2.0, CELL - 2.0);
    match held {
        Held::Yes => canvas.rectangle(at, size, colour),
        Held::Fetched => canvas.tinted(at, size, colour),
        Held::No => canvas.framed(at, size, Colour::Background, Colour::Grid, 0.0),
    }
}
