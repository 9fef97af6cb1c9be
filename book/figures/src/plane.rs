//! Arrows and points in the plane, with the same unit on both axes.

mod view;

use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::{Colour, Dash};
use crate::figure::Panel;
use crate::plane::view::PlaneLabel;
use crate::text;

const LINE: f64 = 24.0;
const TICKS: f64 = 22.0;
const HEIGHT: f64 = 300.0;

type Point = (f64, f64);

/// Arrows and points in the plane: two-dimensional queries and keys, rotations, a hull.
///
/// The unit is the same on both axes, so that angles and lengths are true, and the origin is always shown.
///
/// ```
/// use figures::{Colour, Figure, Plane};
/// let plane = Plane::new().x("about animals").y("about food")
///     .arrow("query of it", Colour::Query, (1.0, 0.2))
///     .arrow("key of cat", Colour::Key, (0.9, 0.4));
/// assert!(Figure::new("two-arrows", "They point the same way.").panel(plane).svg().contains("key of cat"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Plane {
    title: String,
    x: String,
    y: String,
    height: Option<f64>,
    shapes: Vec<Shape>,
}

#[derive(Clone, Debug)]
enum Shape {
    Arrow { label: String, colour: Colour, from: Point, to: Point },
    Dot { label: String, colour: Colour, at: Point, marker: usize },
    Path { colour: Colour, points: Vec<Point>, dash: Dash },
    Region { colour: Colour, corners: Vec<Point> },
}

impl Shape {
    fn points(&self) -> Vec<Point> {
        match self {
            Shape::Arrow { from, to, .. } => vec![*from, *to],
            Shape::Dot { at, .. } => vec![*at],
            Shape::Path { points, .. } => points.clone(),
            Shape::Region { corners, .. } => corners.clone(),
        }
    }

    /// Its label, beyond an arrow's head or beside a point.
    fn label(&self) -> Option<PlaneLabel<'_>> {
        let (text, colour, at, (dx, dy)) = match self {
            Shape::Arrow { label, colour, from, to } => {
                let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
                (label, *colour, *to, (dx / length, dy / length))
            }
            Shape::Dot { label, at, .. } => (label, Colour::Text, *at, (1.0, 0.0)),
            _ => return None,
        };
        let offset = (dx * (8.0 + text::width(text, text::SIZE) / 2.0), dy * text::SIZE * 0.9);
        (!text.is_empty()).then_some(PlaneLabel { text, colour, at, offset })
    }
}

impl Plane {
    /// An empty plane.
    pub fn new() -> Self {
        Self::default()
    }

    /// A title above it.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// What the horizontal axis means.
    pub fn x(mut self, title: &str) -> Self {
        self.x = title.to_owned();
        self
    }

    /// What the vertical axis means.
    pub fn y(mut self, title: &str) -> Self {
        self.y = title.to_owned();
        self
    }

    /// The height of the axes; 300 if nothing is said, or the width when that is less.
    pub fn height(mut self, height: f64) -> Self {
        self.height = Some(height);
        self
    }

    /// An arrow from the origin.
    pub fn arrow(self, label: &str, colour: Colour, to: Point) -> Self {
        self.arrow_from(label, colour, (0.0, 0.0), to)
    }

    /// An arrow from one point to another.
    pub fn arrow_from(mut self, label: &str, colour: Colour, from: Point, to: Point) -> Self {
        self.shapes.push(Shape::Arrow { label: label.to_owned(), colour, from, to });
        self
    }

    /// A point; points of another colour have another shape.
    pub fn dot(mut self, label: &str, colour: Colour, at: Point) -> Self {
        let mut colours = Vec::new();
        for shape in &self.shapes {
            if let Shape::Dot { colour, .. } = shape
                && !colours.contains(colour)
            {
                colours.push(*colour);
            }
        }
        let marker = colours.iter().position(|&c| c == colour).unwrap_or(colours.len());
        self.shapes.push(Shape::Dot { label: label.to_owned(), colour, at, marker });
        self
    }

    /// A line through points.
    pub fn path(mut self, colour: Colour, points: impl IntoIterator<Item = Point>) -> Self {
        self.shapes.push(Shape::Path { colour, points: points.into_iter().collect(), dash: Dash::Solid });
        self
    }

    /// A piece of a circle around the origin, from one angle to another in radians: dashed, in the text's colour.
    pub fn arc(mut self, radius: f64, from: f64, to: f64) -> Self {
        let angle = |i: usize| from + (to - from) * i as f64 / 60.0;
        let points = (0..=60).map(|i| (radius * angle(i).cos(), radius * angle(i).sin())).collect();
        self.shapes.push(Shape::Path { colour: Colour::Text, points, dash: Dash::Theory });
        self
    }

    /// A pale region, given by its corners in order.
    pub fn region(mut self, colour: Colour, corners: impl IntoIterator<Item = Point>) -> Self {
        self.shapes.push(Shape::Region { colour, corners: corners.into_iter().collect() });
        self
    }

    fn axes_height(&self, width: f64) -> f64 {
        self.height.unwrap_or(HEIGHT.min(width))
    }

    fn above(&self) -> f64 {
        let line = |text: &str| if text.is_empty() { 0.0 } else { LINE };
        line(&self.title) + line(&self.y) + text::SIZE / 2.0
    }
}

impl Panel for Plane {
    fn height(&self, width: f64) -> f64 {
        let below = if self.x.is_empty() { 0.0 } else { LINE };
        self.above() + self.axes_height(width) + TICKS + below
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): Point, width: f64) {
        let mut line = y + LINE / 2.0;
        if !self.title.is_empty() {
            canvas.text(&Label::new(&self.title).bold(), (x, line));
            line += LINE;
        }
        if !self.y.is_empty() {
            canvas.text(&Label::new(&self.y).colour(Colour::Muted), (x, line));
        }
        let left = text::width("−0.5", text::SIZE) + 8.0;
        let view = view::view(
            &self.shapes,
            (x + left, y + self.above()),
            (width - left - 4.0, self.axes_height(width)),
        );
        view.draw_grid(canvas);
        self.shapes.iter().for_each(|shape| view.draw_shape(canvas, shape));
        self.shapes.iter().filter_map(Shape::label).for_each(|label| view.draw_label(canvas, &label));
        if !self.x.is_empty() {
            let label = Label::new(&self.x).colour(Colour::Muted).anchor(Anchor::Middle);
            let below = view.at.1 + view.size.1 + TICKS + LINE / 2.0;
            canvas.text(&label, (view.at.0 + view.size.0 / 2.0, below));
        }
    }
}
