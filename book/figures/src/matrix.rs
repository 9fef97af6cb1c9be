//! A matrix as a labelled grid.

use ndarray::{Array2, ArrayRef2};

use crate::canvas::{Anchor, Canvas, Label, short};
use crate::colour::{Colour, Dash};
use crate::figure::Panel;
use crate::shade::{BAR, Shade};
use crate::text;

const LINE: f64 = 24.0;
const LARGEST_CELL: f64 = 48.0;

/// A matrix as a labelled grid: its rows and columns with their words, its shape under it.
///
/// Numbers from 0 up are drawn from the background to the matrix's own colour, purple if it has none; when one is
/// negative, the map goes from blue over the background to vermilion. For a matrix of more than about twenty columns
/// take a [`HeatMap`](crate::HeatMap).
///
/// ```
/// use figures::{Figure, Matrix};
/// use ndarray::array;
/// let weights = array![[1.0, 0.0], [0.3, 0.7]];
/// let matrix = Matrix::new(&weights).title("weights").rows(["the", "cat"]).columns(["the", "cat"])
///     .numbers(2).mask(|row, column| column > row).up_to(1.0).bar("weight");
/// let svg = Figure::new("weights", "Each word attends to itself most.").panel(matrix).svg();
/// assert!(svg.contains("(2, 2)") && svg.contains("0.70"));
/// ```
#[derive(Clone, Debug)]
pub struct Matrix {
    values: Array2<f64>,
    title: String,
    colour: Colour,
    rows: Vec<String>,
    columns: Vec<String>,
    numbers: Option<usize>,
    masked: Array2<bool>,
    highlights: Vec<(usize, usize)>,
    limit: Option<f64>,
    bar: Option<String>,
}

impl Matrix {
    /// A grid of `values`, `(R, C)`, in single or double precision.
    ///
    /// # Panics
    /// When it is drawn: if it is empty or a value isn't finite.
    pub fn new<F: Copy + Into<f64>>(values: &ArrayRef2<F>) -> Self {
        let values = values.mapv(Into::into);
        let masked = Array2::from_elem(values.dim(), false);
        Self {
            values,
            masked,
            title: String::new(),
            colour: Colour::Text,
            rows: Vec::new(),
            columns: Vec::new(),
            numbers: None,
            highlights: Vec::new(),
            limit: None,
            bar: None,
        }
    }

    /// A title above it.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// The colour of its title, its frame and its shades: what the matrix is (queries, keys, values …).
    pub fn colour(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    /// A word for each row.
    ///
    /// # Panics
    /// If there are more or fewer words than rows.
    pub fn rows<S: ToString>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.rows = words.into_iter().map(|word| word.to_string()).collect();
        check_words("rows", self.rows.len(), self.values.nrows(), self.values.dim());
        self
    }

    /// A word for each column.
    ///
    /// # Panics
    /// If there are more or fewer words than columns.
    pub fn columns<S: ToString>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.columns = words.into_iter().map(|word| word.to_string()).collect();
        check_words("columns", self.columns.len(), self.values.ncols(), self.values.dim());
        self
    }

    /// Writes the numbers into the cells, with so many decimals.
    pub fn numbers(mut self, decimals: usize) -> Self {
        self.numbers = Some(decimals);
        self
    }

    /// Hatches the cells `(row, column)` that `masked` picks: they don't exist.
    pub fn mask(mut self, masked: impl Fn(usize, usize) -> bool) -> Self {
        self.masked = Array2::from_shape_fn(self.values.dim(), |(row, column)| masked(row, column));
        self
    }

    /// Frames one cell.
    ///
    /// # Panics
    /// If there is no such cell.
    pub fn highlight(mut self, row: usize, column: usize) -> Self {
        assert!(
            self.values.get((row, column)).is_some(),
            "no cell ({row}, {column}) in {:?}",
            self.values.dim()
        );
        self.highlights.push((row, column));
        self
    }

    /// The number that gets the full colour, instead of the largest: matrices beside each other need the same.
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

    fn left(&self) -> f64 {
        widest(&self.rows).map_or(0.0, |w| w + 8.0)
    }

    fn cell(&self, width: f64) -> f64 {
        ((width - self.left()) / self.values.ncols() as f64).min(LARGEST_CELL)
    }

    /// Whether the columns' words must be turned to fit over their cells.
    fn turned(&self, cell: f64) -> bool {
        widest(&self.columns).is_some_and(|w| w > cell - 6.0)
    }

    fn above_grid(&self, cell: f64) -> f64 {
        let title = if self.title.is_empty() { 0.0 } else { LINE };
        let words = widest(&self.columns).map_or(0.0, |w| if self.turned(cell) { w + 6.0 } else { LINE });
        title + words + 2.0
    }

    fn draw_words(&self, canvas: &mut Canvas, (x, y): (f64, f64), cell: f64) {
        for (row, word) in self.rows.iter().enumerate() {
            canvas.text(&Label::new(word).anchor(Anchor::End), (x - 7.0, y + (row as f64 + 0.5) * cell));
        }
        for (column, word) in self.columns.iter().enumerate() {
            let middle = x + (column as f64 + 0.5) * cell;
            if self.turned(cell) {
                // A turned text is centred on its line by shifting it along the page's x.
                canvas.text(&Label::new(word).turn(-90.0), (middle, y - 6.0));
            } else {
                canvas.text(&Label::new(word).anchor(Anchor::Middle), (middle, y - LINE / 2.0));
            }
        }
    }

    fn draw_cells(&self, canvas: &mut Canvas, (x, y): (f64, f64), cell: f64, shade: Shade) {
        for ((row, column), &value) in self.values.indexed_iter() {
            let at = (x + column as f64 * cell, y + row as f64 * cell);
            if self.masked[(row, column)] {
                hatch(canvas, at, cell);
                continue;
            }
            canvas.rectangle((at.0 + 0.5, at.1 + 0.5), (cell - 1.0, cell - 1.0), shade.colour(value));
            if let Some(decimals) = self.numbers {
                let number = text::fixed(value, decimals);
                let size = (text::SIZE * (cell - 3.0) / text::width(&number, text::SIZE)).min(text::SIZE);
                let label =
                    Label::new(&number).size(size).anchor(Anchor::Middle).colour(shade.text_on(value));
                canvas.text(&label, (at.0 + cell / 2.0, at.1 + cell / 2.0));
            }
        }
    }

    fn draw_frames(&self, canvas: &mut Canvas, (x, y): (f64, f64), cell: f64) {
        let (rows, columns) = self.values.dim();
        let border = if self.colour == Colour::Text { Colour::Muted } else { self.colour };
        outline(canvas, (x, y), (columns as f64 * cell, rows as f64 * cell), border, 1.5);
        for &(row, column) in &self.highlights {
            outline(
                canvas,
                (x + column as f64 * cell, y + row as f64 * cell),
                (cell, cell),
                Colour::Text,
                2.5,
            );
        }
    }
}

impl Panel for Matrix {
    fn height(&self, width: f64) -> f64 {
        let cell = self.cell(width);
        let bar = if self.bar.is_some() { BAR } else { 0.0 };
        self.above_grid(cell) + cell * self.values.nrows() as f64 + LINE + bar
    }

    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64) {
        let shade = Shade::new(&self.values, self.limit, self.colour);
        let (cell, (rows, columns)) = (self.cell(width), self.values.dim());
        let grid = (columns as f64 * cell, rows as f64 * cell);
        let spare = width - self.left() - grid.0;
        let corner = (at.0 + self.left() + spare / 2.0, at.1 + self.above_grid(cell));
        if !self.title.is_empty() {
            let label = Label::new(&self.title).bold().colour(self.colour).anchor(Anchor::Middle);
            canvas.text(&label, (corner.0 + grid.0 / 2.0, at.1 + LINE / 2.0));
        }
        self.draw_words(canvas, corner, cell);
        self.draw_cells(canvas, corner, cell, shade);
        self.draw_frames(canvas, corner, cell);
        let below = corner.1 + grid.1;
        let shape = format!("({rows}, {columns})");
        let label = Label::new(&shape).colour(Colour::Muted).anchor(Anchor::Middle);
        canvas.text(&label, (corner.0 + grid.0 / 2.0, below + LINE / 2.0));
        if let Some(title) = &self.bar {
            shade.draw_bar(canvas, title, (at.0, below + LINE), width);
        }
    }
}

fn check_words(side: &str, words: usize, needed: usize, shape: (usize, usize)) {
    assert_eq!(words, needed, "{words} words for the {needed} {side} of a matrix of shape {shape:?}");
}

fn widest(words: &[String]) -> Option<f64> {
    words.iter().map(|word| text::width(word, text::SIZE)).reduce(f64::max)
}

fn outline(canvas: &mut Canvas, (x, y): (f64, f64), (w, h): (f64, f64), colour: Colour, width: f64) {
    let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y), (x + w, y)];
    canvas.path(&corners, colour, width, Dash::Solid, 1.0);
}

/// Three slanted strokes: a cell that doesn't exist.
fn hatch(canvas: &mut Canvas, (x, y): (f64, f64), cell: f64) {
    let stroke = |share: f64| {
        let [x0, y0, x1, y1] = [x, y + cell * share, x + cell * share, y].map(short);
        format!("M{x0} {y0}L{x1} {y1}")
    };
    let back = |share: f64| {
        let [x0, y0, x1, y1] = [x + cell * share, y + cell, x + cell, y + cell * share].map(short);
        format!("M{x0} {y0}L{x1} {y1}")
    };
    let d = [stroke(0.5), stroke(1.0), back(0.5)].concat();
    canvas.shape(&d, &format!("stroke=\"{}\" fill=\"none\"", Colour::Grid.css()), false);
}
