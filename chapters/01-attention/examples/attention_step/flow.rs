//! The matrices of attention on two lines, joined by arrows.

use figures::{Anchor, Canvas, Colour, Label, Panel};
use ndarray::Array2;

/// Every matrix of the formula, with a row for each word; the cells that lead to the weight
/// of (`row`, `key`) are framed.
pub(crate) struct Flow {
    pub(crate) words: Vec<&'static str>,
    pub(crate) row: usize,
    pub(crate) key: usize,
    pub(crate) x: Array2<f64>,      // (T, 6)
    pub(crate) q: Array2<f64>,      // (T, 3)
    pub(crate) k: Array2<f64>,      // (T, 3)
    pub(crate) v: Array2<f64>,      // (T, 3)
    pub(crate) scores: Array2<f64>, // (T, T)
    pub(crate) a: Array2<f64>,      // (T, T)
    pub(crate) y: Array2<f64>,      // (T, 3)
}

const CELL: f64 = 21.0;
const TOP: f64 = 24.0; // a title's line
const BAND: f64 = TOP + 7.0 * CELL + 26.0; // and the shape's below

impl Panel for Flow {
    fn height(&self, _width: f64) -> f64 {
        2.0 * BAND + 16.0
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), _width: f64) {
        let below = y + BAND + 16.0;
        for top in [y, below] {
            for (t, word) in self.words.iter().enumerate() {
                let middle = top + TOP + (t as f64 + 0.5) * CELL;
                canvas.text(
                    &Label::new(word).anchor(Anchor::End).size(13.0),
                    (x + 55.0, middle),
                );
            }
        }
        let (row, key) = (self.row, self.key);
        let grid =
            |canvas: &mut Canvas, at, title, colour, m: &Array2<f64>, framed: &[_]| {
                Grid { title, colour, m, framed, causal: m.ncols() == self.words.len() }
                    .draw(canvas, at);
            };
        grid(
            canvas,
            (x + 60.0, y),
            "X",
            Colour::Muted,
            &self.x,
            &[(row, 3), (row, 4), (row, 5)],
        );
        arrow(canvas, x + 190.0, y, "·W");
        let query = [(row, 0), (row, 1), (row, 2)];
        let keyed = [(key, 0), (key, 1), (key, 2)];
        grid(canvas, (x + 238.0, y), "Q", Colour::Query, &self.q, &query);
        grid(canvas, (x + 324.0, y), "K", Colour::Key, &self.k, &keyed);
        grid(canvas, (x + 410.0, y), "V", Colour::Value, &self.v, &keyed);

        grid(
            canvas,
            (x + 60.0, below),
            "Q·Kᵀ/√D",
            Colour::Muted,
            &self.scores,
            &[(row, key)],
        );
        arrow(canvas, x + 208.0, below, "softmax");
        grid(canvas, (x + 252.0, below), "A", Colour::Weight, &self.a, &[(row, key)]);
        grid(canvas, (x + 416.0, below), "Y = A·V", Colour::Value, &self.y, &query);
    }
}

fn arrow(canvas: &mut Canvas, x: f64, top: f64, what: &str) {
    let y = top + TOP + 3.5 * CELL;
    canvas.arrow((x + 2.0, y), (x + 40.0, y), Colour::Text, 1.5);
    canvas.text(&Label::new(what).anchor(Anchor::Middle).size(12.0), (x + 21.0, y - 12.0));
}

/// One matrix: the fuller a cell, the larger its number; hatched is what can't be seen.
struct Grid<'a> {
    title: &'a str,
    colour: Colour,
    m: &'a Array2<f64>,
    framed: &'a [(usize, usize)],
    causal: bool,
}

impl Grid<'_> {
    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        let (rows, columns) = self.m.dim();
        let (wide, most) =
            (columns as f64 * CELL, self.m.iter().copied().fold(0.1, f64::max));
        let title =
            Label::new(self.title).bold().colour(self.colour).anchor(Anchor::Middle);
        canvas.text(&title, (x + wide / 2.0, y + TOP / 2.0));
        canvas.framed(
            (x, y + TOP),
            (wide, rows as f64 * CELL),
            Colour::Background,
            self.colour,
            0.0,
        );
        for ((t, c), &value) in self.m.indexed_iter() {
            let (left, top) = (x + c as f64 * CELL, y + TOP + t as f64 * CELL);
            if self.causal && c > t {
                canvas.line((left, top + CELL), (left + CELL, top), Colour::Grid, 1.0);
                continue;
            }
            if value != 0.0 {
                let shade = self.colour.tint(0.75 * value / most);
                canvas.rectangle((left, top), (CELL, CELL), shade);
                let number = short(value);
                let number = Label::new(&number).size(11.5).anchor(Anchor::Middle);
                let number = number.colour(shade.ink());
                canvas.text(&number, (left + CELL / 2.0, top + CELL / 2.0));
            }
        }
        for &(t, c) in self.framed {
            let (left, top) = (x + c as f64 * CELL, y + TOP + t as f64 * CELL);
            let (right, bottom) = (left + CELL, top + CELL);
            let corners =
                [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            corners
                .windows(2)
                .for_each(|side| canvas.line(side[0], side[1], Colour::Text, 2.0));
        }
        let shape = format!("({rows}, {columns})");
        let label =
            Label::new(&shape).size(13.0).colour(Colour::Muted).anchor(Anchor::Middle);
        canvas.text(&label, (x + wide / 2.0, y + TOP + rows as f64 * CELL + 13.0));
    }
}

/// 6, 3.5, .75: as few characters as the value needs.
fn short(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value}")
    } else if value < 1.0 {
        format!("{value:.2}").trim_start_matches('0').to_owned()
    } else {
        format!("{value:.1}")
    }
}
