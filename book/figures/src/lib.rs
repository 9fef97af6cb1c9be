//! The book's plots: SVG whose colours and font come from the page it is shown in.
//!
//! A [`Figure`] has a name, a text alternative, and one or more panels. `save()` writes `NAME.svg` to
//! `target/figures` (or to the folder in `GLASSGPT_FIGURES`) and prints where.
//!
//! ```no_run
//! use figures::{Bars, Colour, Figure, HeatMap, Map, Matrix, Plane, Plot};
//! # let (points, measured, band) = (vec![(1.0, 1.0)], vec![(1.0, 1.0, 0.1)], vec![(1.0, 0.9, 1.1)]);
//! # let (weights, heads, encoding) = (ndarray::Array2::<f64>::eye(2), vec![ndarray::Array2::<f64>::eye(2)], ndarray::Array2::<f32>::eye(9));
//! # let words = ["the", "cat"];
//! Figure::new("softmax-entropy", "What there is to see, in a sentence or two: it is read aloud.")
//!     // Curves: points are anything that iterates over (x, y).
//!     .panel(Plot::new().title("optional").x("channels d").y("entropy (nats)").log_x().log_y()
//!         .x_range(1.0, 1e3).x_ticks([1.0, 30.0, 1e3])      // both optional, and so is .height(220.0)
//!         .line("scaled", Colour::Weight, points.clone())
//!         .theory("ln n", points.clone())                    // dashed, in the text's colour
//!         .band("spread", Colour::Weight, band)              // (x, low, high)
//!         .measured("runs", Colour::Key, measured)           // (x, y, spread)
//!         .dots("best", Colour::nth(0), points.clone())
//!         .area("density", Colour::Position, points.clone()) // filled down to 0
//!         .histogram("scores", Colour::nth(1), [(0.0, 1.0, 5.0)]) // (from, to, height)
//!         .words(Colour::Query, [(2.0, 3.0, "cat")])         // points with a word beside each
//!         .vertical(10.0, "β_c").horizontal(2.2, "ln 9")
//!         .label_ends())                                     // labels at the lines' ends, not in a legend
//!     // Matrices: `&ArrayRef2` in f32 or f64; negative numbers turn the map into blue–vermilion.
//!     .panel(Matrix::new(&weights).title("head 1").colour(Colour::Weight).rows(words).columns(words)
//!         .numbers(2).mask(|row, column| column > row).highlight(1, 0).up_to(1.0).bar("weight"))
//!     // Several panels side by side: two plots or four small matrices at most.
//!     .panels(4, heads.iter().map(|a| Matrix::new(a).up_to(1.0)))
//!     // More than about twenty columns: a picture.
//!     .panel(HeatMap::new(&encoding).x("dimension").y("position").bar("PE"))
//!     // A number for each word: bars beside each other, or .stacked(); they lie when the words are long.
//!     .panel(Bars::new(words).title("probability").numbers(2)
//!         .series("before", Colour::nth(0), [0.5, 0.5]).series("after", Colour::nth(1), [0.9, 0.1])
//!         .theory("best", [0.8, 0.2]))
//!     // Arrows and points in the plane, angles and lengths true.
//!     .panel(Plane::new().x("about animals").y("about food")
//!         .arrow("query of it", Colour::Query, (1.0, 0.2)).dot("cat", Colour::Value, (0.9, 0.4))
//!         .arrow_from("step", Colour::Gradient, (1.0, 0.2), (0.8, 0.5))
//!         .region(Colour::Value, [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])
//!         .arc(0.5, 0.0, 1.2).path(Colour::Muted, points))
//!     // Boxes and arrows on a grid of (column, row): shapes through a stack, what depends on what.
//!     .panel(Map::new(2).block("x", (0.0, 0.0), "embedding\n(B, T, C)", Colour::Muted)
//!         .block("a", (0.0, 1.0), "attention", Colour::Weight).span("a", 2.0)
//!         .arrow("x", "a", "x").link("a", "attention.html"))
//!     .save()?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The figure is 480 units wide and its text 15 units high, so it can be read on a telephone. Data that are
//! empty, not finite, or outside a given range panic, with a sentence that says which. What is missing can be drawn
//! by whoever needs it: a [`Panel`] is a height and a few lines, texts and shapes on a [`Canvas`].

mod axis;
mod backend;
mod bars;
mod canvas;
mod colour;
mod contrast;
mod figure;
mod heat_map;
mod map;
mod matrix;
mod plane;
mod plot;
mod shade;
mod text;

pub use bars::Bars;
pub use canvas::{Anchor, Canvas, Label, WIDTH};
pub use colour::Colour;
pub use figure::{Figure, Panel, keep};
pub use heat_map::HeatMap;
pub use map::Map;
pub use matrix::Matrix;
pub use plane::Plane;
pub use plot::Plot;

/// Whether an example should run at a reduced size, because the tests run it: `GLASSGPT_QUICK=1`.
pub fn quick() -> bool {
    std::env::var_os("GLASSGPT_QUICK").is_some_and(|value| value == "1")
}

/// Says so, in the example's output, if a measurement did not come out as the page tells.
///
/// For what a clock or the operating system measures: on a busy machine, or on one of another kind, it may come
/// out otherwise, and then the page should say it, not fail. What the mathematics says is asserted.
///
/// ```
/// figures::expect_of_this_machine(1 + 1 == 2, "arithmetic works");
/// ```
pub fn expect_of_this_machine(holds: bool, what: &str) {
    if !holds {
        println!("(not so in this run, on this machine: {what})");
    }
}
