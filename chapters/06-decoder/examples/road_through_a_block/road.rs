//! A block drawn: the stream as a thick line, and two ways around.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// Half of a block: how large what it reads is, and what it adds.
pub(crate) struct Half {
    pub(crate) name: &'static str,
    pub(crate) reads: f64,
    pub(crate) adds: f64,
}

/// Both halves, and the size of the stream before, between and after them.
pub(crate) struct Road {
    pub(crate) halves: [Half; 2],
    pub(crate) stream: [f64; 3],
}

const HALF: f64 = 172.0; // height
const ROAD: f64 = 130.0; // where the stream runs, from the left
const BENT: f64 = 345.0; // where what is added comes down
const COLOURS: [Colour; 2] = [Colour::Weight, Colour::Category(2)];

impl Panel for Road {
    fn height(&self, _width: f64) -> f64 {
        2.0 * HALF + 48.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), _width: f64) {
        let road = x + ROAD;
        let bottom = y + 2.0 * HALF + 40.0;
        canvas.line((road, y), (road, bottom - 14.0), Colour::Text, 9.0);
        canvas.arrow((road, bottom - 18.0), (road, bottom), Colour::Text, 6.0);
        let places = [y + 12.0, y + HALF + 4.0, y + 2.0 * HALF + 14.0];
        let names = ["x", "", "y"];
        for ((at, name), size) in places.into_iter().zip(names).zip(self.stream) {
            let size = format!("{name}  size {size:.2}");
            let label = Label::new(&size).anchor(Anchor::End);
            canvas.text(&label, (road - 16.0, at));
        }
        for (i, half) in self.halves.iter().enumerate() {
            let top = y + 24.0 + HALF * i as f64;
            draw_half(canvas, half, COLOURS[i], (road, top), x + BENT);
        }
    }
}

/// Out of the stream, through norm and layer, and back into it at a plus.
fn draw_half(
    canvas: &mut Canvas,
    half: &Half,
    colour: Colour,
    (road, top): (f64, f64),
    bent: f64,
) {
    let (out, back) = (top + 18.0, top + 116.0);
    let middle = |text| Label::new(text).anchor(Anchor::Middle);
    canvas.arrow((road, out), (road + 52.0, out), Colour::Text, 1.5);
    canvas.framed(
        (road + 52.0, out - 16.0),
        (64.0, 32.0),
        Colour::Background,
        Colour::Muted,
        5.0,
    );
    canvas.text(&middle("norm"), (road + 84.0, out));
    canvas.arrow((road + 116.0, out), (bent - 54.0, out), Colour::Text, 1.5);
    let reads = format!("{:.2}", half.reads);
    canvas.text(&middle(&reads).size(14.0), ((road + 62.0 + bent) / 2.0, out - 14.0));
    canvas.tinted((bent - 54.0, out - 20.0), (108.0, 40.0), colour);
    canvas.text(&middle(half.name), (bent, out));
    canvas.line((bent, out + 20.0), (bent, back), Colour::Text, 1.5);
    canvas.arrow((bent, back), (road + 13.0, back), Colour::Text, 1.5);
    let adds = format!("adds {:.2}", half.adds);
    canvas.text(&middle(&adds), ((road + bent) / 2.0, back - 14.0));
    canvas.ring((road, back), 12.0, Colour::Text);
    canvas.text(&middle("+").bold(), (road, back - 0.5));
}
