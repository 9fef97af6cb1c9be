//! A large matrix as a picture.

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayRef2};

use crate::axis::Axis;
use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::{Colour, Dash};
use crate::figure::Panel;
use crate::shade::{BAR, Shade};
use crate::text;

const LINE: f64 = 24.0;
const TICK: f64 = 4.0;

/// A large matrix as a picture: no words, no borders, its rows and columns counted on the axes.
///
/// Row 0 is at the top. The colours are those of a [`Matrix`](crate::Matrix), in steps of a hundredth.
///
/// ```
/// use figures::{Figure, HeatMap};
/// let wave = ndarray::Array2::from_shape_fn((50, 64), |(p, i)| (p as f64 / (1.0 + i as f64)).sin());
/// let map = HeatMap::new(&wave).x("dimension").y("position").bar("sine");
/// assert!(Figure::new("waves", "Waves, slower to the right.").panel(map).svg().contains("crispEdges"));
/// ```
#[derive(Clone, Debug)]
pub struct HeatMap {
    values: Array2<f64>,
    title: String,
    colour: Colour,
    x: String,
    y: String,
    limit: Option<f64>,
    bar: Option<String>,
    height: Option<f64>,
}

impl HeatMap {
    /// A picture of `values`, `(R, C)`, in single or double precision.
    ///
    /// # Panics
    /// When it is drawn: if it is empty or a value isn't finite.
    pub fn new<F: Copy + Into<f64>>(values: &ArrayRef2<F>) -> Self {
        let [title, x, y] = [const { String::new() }; 3];
        let (values, colour) = (values.mapv(Into::into), Colour::Text);
        Self { values, title, colour, x, y, limit: None, bar: None, height: None }
    }

    /// A title above it.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// The colour of its shades: what the matrix is.
    pub fn colour(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    /// What the columns are.
    pub fn x(mut self, title: &str) -> Self {
        self.x = title.to_owned();
        self
    }

    /// What the rows are.
    pub fn y(mut self, title: &str) -> Self {
        self.y = title.to_owned();
        self
    }

    /// The number that gets the full colour, instead of the largest.
    ///
    /// # Panics
    /// When it is drawn: if a number is larger.
    pub fn up_to(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Adds a colour bar, with what it measures.
    pub fn bar(mut self, title: &str) -> Self {
        self.bar = Some(title.to_owned());
        self
    }

    /// The height of the picture, instead of one that makes its cells square (300 at most).
    pub fn height(mut self, height: f64) -> Self {
        self.height = Some(height);
        self
    }

    fn axes(&self) -> (Axis, Axis) {
        let (rows, columns) = self.values.dim();
        let ends = |n: usize| (0.0, n as f64);
        (Axis::new(ends(columns), false, columns.min(6)), Axis::new(ends(rows), false, rows.min(5)))
    }

    fn left(&self) -> f64 {
        self.axes().1.widest_label(text::SIZE) + 10.0
    }

    fn right(&self) -> f64 {
        self.axes().0.ticks.last().map_or(0.0, |(_, label)| text::width(label, text::SIZE) / 2.0)
    }

    fn size(&self, width: f64) -> (f64, f64) {
        let wide = width - self.left() - self.right();
        let square = wide * self.values.nrows() as f64 / self.values.ncols() as f64;
        (wide, self.height.unwrap_or(square.clamp(40.0, 300.0)))
    }

    fn above(&self) -> f64 {
        let line = |text: &str| if text.is_empty() { 0.0 } else { LINE };
        line(&self.title) + line(&self.y) + text::SIZE / 2.0
    }

    fn draw_ticks(&self, canvas: &mut Canvas, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let (columns, rows) = self.axes();
        for (value, label) in columns.ticks.iter().filter(|t| t.0 < columns.high()) {
            let at = x + (columns.share(*value) + 0.5 / columns.high()) * width; // the middle of the column
            canvas.line((at, y + height), (at, y + height + TICK), Colour::Muted, 1.2);
            canvas.text(&Label::new(label).anchor(Anchor::Middle), (at, y + height + TICK + LINE / 2.0));
        }
        for (value, label) in rows.ticks.iter().filter(|t| t.0 < rows.high()) {
            let at = y + (rows.share(*value) + 0.5 / rows.high()) * height;
            canvas.line((x - TICK, at), (x, at), Colour::Muted, 1.2);
            canvas.text(&Label::new(label).anchor(Anchor::End), (x - TICK - 4.0, at));
        }
    }
}

impl Panel for HeatMap {
    fn height(&self, width: f64) -> f64 {
        let line = |text: &str| if text.is_empty() { 0.0 } else { LINE };
        let bar = if self.bar.is_some() { BAR } else { 0.0 };
        self.above() + self.size(width).1 + TICK + LINE + line(&self.x) + bar
    }

    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64) {
        let shade = Shade::new(&self.values, self.limit, self.colour);
        let (corner, size) = ((at.0 + self.left(), at.1 + self.above()), self.size(width));
        let mut line = at.1 + LINE / 2.0;
        if !self.title.is_empty() {
            canvas.text(&Label::new(&self.title).bold(), (at.0, line));
            line += LINE;
        }
        if !self.y.is_empty() {
            canvas.text(&Label::new(&self.y).colour(Colour::Muted), (at.0, line));
        }
        draw_cells(canvas, &self.values, shade, corner, size);
        let (x, y) = corner;
        let frame = [(x, y), (x + size.0, y), (x + size.0, y + size.1), (x, y + size.1), (x, y)];
        canvas.path(&frame, Colour::Muted, 1.0, Dash::Solid, 1.0);
        self.draw_ticks(canvas, corner, size);
        let mut below = y + size.1 + TICK + LINE;
        if !self.x.is_empty() {
            let label = Label::new(&self.x).colour(Colour::Muted).anchor(Anchor::Middle);
            canvas.text(&label, (x + size.0 / 2.0, below + LINE / 2.0));
            below += LINE;
        }
        if let Some(title) = &self.bar {
            shade.draw_bar(canvas, title, (at.0, below), width);
        }
    }
}

/// One path for all cells of a colour, and in it one step for each run of them down a column: a picture of
/// 12 800 cells takes some 60 kB instead of a megabyte.
fn draw_cells(
    canvas: &mut Canvas,
    values: &Array2<f64>,
    shade: Shade,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
) {
    let (rows, columns) = values.dim();
    let mut runs: BTreeMap<String, String> = BTreeMap::new();
    for column in 0..columns {
        let mut row = 0;
        while row < rows {
            let colour = shade.colour(values[(row, column)]);
            let run = (row..rows).take_while(|&r| shade.colour(values[(r, column)]) == colour).count();
            let path = runs.entry(colour.css()).or_default();
            path.push_str(&format!("M{column} {row}v{run}"));
            row += run;
        }
    }
    let scale = format!("{:.4} {:.4}", width / columns as f64, height / rows as f64);
    for (colour, path) in runs {
        let paint = format!(
            "stroke=\"{colour}\" transform=\"translate({x:.1} {y:.1}) scale({scale}) translate(.5)\""
        );
        canvas.shape(&path, &paint, true);
    }
}
