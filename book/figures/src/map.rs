//! Boxes and arrows: how data flow, what depends on what.

use crate::canvas::{Anchor, Canvas, Label, short};
use crate::colour::{Colour, Dash};
use crate::figure::Panel;
use crate::text;

const GAP: f64 = 22.0;
const NOTE: f64 = 13.0;
const LINE: f64 = 19.0;
const PADDING: f64 = 9.0;

/// Boxes with text, on a grid of columns and rows, joined by arrows.
///
/// A box is known by its key. Its first line is its name; further lines are smaller: a shape, a remark. An arrow
/// within a column that skips a row goes around on the right, as a residual connection does.
///
/// ```
/// use figures::{Colour, Figure, Map};
/// let map = Map::new(1)
///     .block("x", (0.0, 0.0), "embedding\n(B, T, C)", Colour::Muted)
///     .block("attend", (0.0, 1.0), "attention", Colour::Weight)
///     .block("sum", (0.0, 2.0), "+", Colour::Muted)
///     .arrow("x", "attend", "x").arrow("attend", "sum", "f(x)").arrow("x", "sum", "")
///     .link("attend", "attention.html");
/// assert!(Figure::new("residual", "x goes around.").panel(map).svg().contains("href=\"attention.html\""));
/// ```
#[derive(Clone, Debug)]
pub struct Map {
    columns: usize,
    blocks: Vec<Block>,
    arrows: Vec<(usize, usize, String)>,
}

#[derive(Clone, Debug)]
struct Block {
    key: String,
    at: (f64, f64),
    span: f64,
    lines: Vec<String>,
    colour: Colour,
    link: Option<String>,
}

impl Map {
    /// An empty map with so many columns.
    ///
    /// # Panics
    /// If there are none.
    pub fn new(columns: usize) -> Self {
        assert!(columns > 0, "a map needs at least one column");
        Self { columns, blocks: Vec::new(), arrows: Vec::new() }
    }

    /// A box at (column, row), counted from 0; halves stand in between.
    ///
    /// # Panics
    /// If the key is taken, or the box would stand outside the columns.
    pub fn block(mut self, key: &str, at: (f64, f64), text: &str, colour: Colour) -> Self {
        assert!(self.blocks.iter().all(|b| b.key != key), "two boxes with the key {key:?}");
        let inside = at.0 >= 0.0 && at.0 <= (self.columns - 1) as f64 && at.1 >= 0.0;
        assert!(inside, "the box {key:?} at {at:?} is outside a map of {} columns", self.columns);
        let lines = text.lines().map(str::to_owned).collect();
        self.blocks.push(Block { key: key.to_owned(), at, span: 1.0, lines, colour, link: None });
        self
    }

    /// Makes a box several columns wide.
    ///
    /// # Panics
    /// If there is no such box, or no such room.
    pub fn span(mut self, key: &str, columns: f64) -> Self {
        let (index, all) = (self.index(key), self.columns as f64);
        let block = &mut self.blocks[index];
        assert!(
            block.at.0 + columns <= all,
            "the box {key:?}, {columns} columns wide, leaves a map of {all}"
        );
        block.span = columns;
        self
    }

    /// Makes a box a link.
    ///
    /// # Panics
    /// If there is no such box.
    pub fn link(mut self, key: &str, href: &str) -> Self {
        let index = self.index(key);
        self.blocks[index].link = Some(href.to_owned());
        self
    }

    /// An arrow from one box to another, with a label that may be empty.
    ///
    /// # Panics
    /// If there is no such box.
    pub fn arrow(mut self, from: &str, to: &str, label: &str) -> Self {
        let ends = (self.index(from), self.index(to));
        self.arrows.push((ends.0, ends.1, label.to_owned()));
        self
    }

    fn index(&self, key: &str) -> usize {
        let index = self.blocks.iter().position(|block| block.key == key);
        index.unwrap_or_else(|| panic!("no box with the key {key:?} on the map"))
    }

    fn block_height(&self) -> f64 {
        let lines = self.blocks.iter().map(|block| block.lines.len()).max().unwrap_or(1);
        lines as f64 * LINE + 2.0 * PADDING
    }

    /// Space between the columns: more where an arrow must go around or carries a label.
    fn column_gap(&self) -> f64 {
        let row = |i: usize| self.blocks[i].at.1;
        let labels = self.arrows.iter().filter(|(from, to, _)| row(*from) == row(*to));
        let widest = labels.map(|(_, _, label)| text::width(label, NOTE) + 16.0).fold(0.0, f64::max);
        let column = |i: usize| self.blocks[i].at.0;
        let around = self
            .arrows
            .iter()
            .filter(|(from, to, _)| column(*from) == column(*to) && (row(*from) - row(*to)).abs() > 1.0);
        let around = around.map(|(_, _, label)| 2.0 * (16.0 + text::width(label, NOTE))).fold(0.0, f64::max);
        widest.max(around).max(GAP + 8.0)
    }

    fn row_gap(&self) -> f64 {
        if self.arrows.iter().any(|(_, _, label)| !label.is_empty()) { GAP + 10.0 } else { GAP }
    }

    /// Upper left corner and size of a box on a map at `origin`.
    fn place(&self, block: &Block, origin: (f64, f64), width: f64) -> Place {
        let (gap, height) = (self.column_gap(), self.block_height());
        let column = width / self.columns as f64; // a column and the gap to its right, half of it on either side
        let x = origin.0 + block.at.0 * column + gap / 2.0;
        let y = origin.1 + 1.0 + block.at.1 * (height + self.row_gap());
        Place { x, y, width: block.span * column - gap, height }
    }
}

/// Where a box stands on the canvas.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Place {
    fn centre(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

impl Panel for Map {
    fn height(&self, _width: f64) -> f64 {
        let rows = self.blocks.iter().map(|block| block.at.1).fold(0.0, f64::max);
        (rows + 1.0) * self.block_height() + rows * self.row_gap() + 2.0
    }

    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64) {
        assert!(!self.blocks.is_empty(), "a map without boxes: there is nothing to draw");
        for block in &self.blocks {
            let place = self.place(block, at, width);
            match &block.link {
                Some(address) => canvas.link(address, |canvas| draw_block(canvas, block, place)),
                None => draw_block(canvas, block, place),
            }
        }
        for (from, to, label) in &self.arrows {
            let [from, to] = [from, to].map(|&i| self.place(&self.blocks[i], at, width));
            draw_arrow(canvas, from, to, label, self.row_gap());
        }
    }

    fn has_links(&self) -> bool {
        self.blocks.iter().any(|block| block.link.is_some())
    }
}

fn draw_block(canvas: &mut Canvas, block: &Block, place: Place) {
    canvas.tinted((place.x, place.y), (place.width, place.height), block.colour);
    let (x, middle) = place.centre();
    let first = middle - (block.lines.len() as f64 - 1.0) / 2.0 * LINE;
    for (i, line) in block.lines.iter().enumerate() {
        let size = if i == 0 { text::SIZE } else { NOTE };
        let fits = size * (place.width - 6.0) / text::width(line, size).max(1.0);
        let label = Label::new(line).size(size.min(fits)).anchor(Anchor::Middle);
        let label = if i == 0 { label.bold() } else { label };
        canvas.text(&label, (x, first + i as f64 * LINE));
    }
}

fn draw_arrow(canvas: &mut Canvas, from: Place, to: Place, label: &str, gap: f64) {
    let ((x0, y0), (x1, y1)) = (from.centre(), to.centre());
    let (down, rows) = ((y1 - y0).signum(), ((y1 - y0).abs() / (from.height + gap)).round());
    let note = Label::new(label).size(NOTE).colour(Colour::Muted);
    if rows == 0.0 {
        let right = (x1 - x0).signum();
        let ends = (x0 + right * (from.width / 2.0 + 2.0), x1 - right * (to.width / 2.0 + 3.0));
        canvas.arrow((ends.0, y0), (ends.1, y1), Colour::Muted, 1.8);
        canvas.text(&note.anchor(Anchor::Middle), ((ends.0 + ends.1) / 2.0, y0 - NOTE * 0.8));
        return;
    }
    let (start, end) = (y0 + down * (from.height / 2.0 + 2.0), y1 - down * (to.height / 2.0 + 3.0));
    let column = |x: f64, other: Place| x > other.x && x < other.x + other.width;
    if rows == 1.0 && (column(x1, from) || column(x0, to)) {
        let x = if column(x1, from) { x1 } else { x0 }; // a wide box sends its arrow from above the narrow one
        canvas.arrow((x, start), (x, end), Colour::Muted, 1.8);
        canvas.text(&note, (x + 8.0, (start + end) / 2.0));
    } else if (x1 - x0).abs() < 1.0 {
        let (side, out) = (from.x + from.width.max(to.width), from.x + from.width.max(to.width) + 11.0);
        let corners = [(side + 2.0, y0), (out, y0), (out, y1)];
        canvas.path(&corners, Colour::Muted, 1.8, Dash::Solid, 1.0);
        canvas.arrow((out, y1), (side + 2.0, y1), Colour::Muted, 1.8);
        canvas.text(&note.halo(), (out + 4.0, (y0 + y1) / 2.0));
    } else {
        // Straight down its own column, then over to the other one in the last gap.
        let turn = end - down * (gap - 4.0);
        let bend = 0.7 * (end - turn);
        let [x, s, a, b, u, v, w] =
            [x0, start, turn, turn + bend, x1, end - bend, end - 6.0 * down].map(short);
        let paint = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\"", Colour::Muted.css());
        canvas.shape(&format!("M{x} {s}V{a}C{x} {b} {u} {v} {u} {w}"), &paint, false);
        canvas.arrow((x1, end - 8.0 * down), (x1, end), Colour::Muted, 1.8);
        canvas.text(&note.halo().anchor(Anchor::Middle), ((x0 + x1) / 2.0, (turn + end) / 2.0));
    }
}
