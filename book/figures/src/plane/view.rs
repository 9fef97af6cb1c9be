//! What a plane shows: the piece of it that all shapes and their labels need, and the shapes drawn on it.

use crate::axis::Axis;
use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::Colour;
use crate::plane::{Point, Shape, TICKS};
use crate::plot::marker;
use crate::text;

/// The view on a rectangle of the canvas: wide enough for everything, the unit the same on both axes.
pub(super) fn view(shapes: &[Shape], at: Point, size: Point) -> View {
    let points = shapes.iter().flat_map(Shape::points).chain([(0.0, 0.0)]);
    let mut rims: Vec<Rim> = points.map(|at| Rim { at, from: (-9.0, -9.0), to: (9.0, 9.0) }).collect();
    if let Some((x, y)) = rims.iter().map(|r| r.at).find(|(x, y)| !x.is_finite() || !y.is_finite()) {
        panic!("a plane with a point at ({x}, {y}): every coordinate must be finite");
    }
    rims.extend(shapes.iter().filter_map(Shape::label).map(|label| label.rim()));
    // Labels keep their size, so the scale depends on itself: a few rounds settle it.
    let mut scale = 0.0; // of the plane, for one unit of the canvas
    for _ in 0..20 {
        let (x, y) = extent(&rims, scale);
        scale = ((x.1 - x.0) / size.0).max((y.1 - y.0) / size.1);
    }
    let (x, y) = extent(&rims, scale);
    let around = |(low, high): Point, length: f64| {
        ((low + high - scale * length) / 2.0, (low + high + scale * length) / 2.0)
    };
    let (x, y) = (around(x, size.0), around(y, size.1));
    let x = Axis::new(x, false, (size.0 / 70.0).max(3.0) as usize);
    let y = Axis::new(y, false, (size.1 / 70.0).max(3.0) as usize);
    View { at, size, x, y }
}

/// A point of the plane, and the room that it takes around it on the canvas.
struct Rim {
    at: Point,
    from: Point,
    to: Point,
}

/// The ends of what the rims cover, on both axes.
fn extent(rims: &[Rim], scale: f64) -> (Point, Point) {
    let ends = |low: fn(&Rim, f64) -> f64, high: fn(&Rim, f64) -> f64| {
        let least = rims.iter().map(|rim| low(rim, scale)).fold(f64::INFINITY, f64::min);
        (least, rims.iter().map(|rim| high(rim, scale)).fold(f64::NEG_INFINITY, f64::max))
    };
    let x = ends(|r, s| r.at.0 + s * r.from.0, |r, s| r.at.0 + s * r.to.0);
    let y = ends(|r, s| r.at.1 + s * r.from.1, |r, s| r.at.1 + s * r.to.1);
    let wider = |(low, high): Point| if low < high { (low, high) } else { (low - 1.0, high + 1.0) };
    (wider(x), wider(y))
}

/// A label and where its middle is from its point, in units of the canvas, upwards.
pub(super) struct PlaneLabel<'a> {
    pub(super) text: &'a str,
    pub(super) colour: Colour,
    pub(super) at: Point,
    pub(super) offset: Point,
}

impl PlaneLabel<'_> {
    fn rim(&self) -> Rim {
        let (half, (x, y)) = (text::width(self.text, text::SIZE) / 2.0 + 2.0, self.offset);
        Rim { at: self.at, from: (x - half, y - 11.0), to: (x + half, y + 11.0) }
    }
}

/// A rectangle of the canvas and the piece of the plane that it shows.
pub(super) struct View {
    pub(super) at: Point,
    pub(super) size: Point,
    x: Axis,
    y: Axis,
}

impl View {
    fn place(&self, (x, y): Point) -> Point {
        let (x, y) = (self.x.share(x), self.y.share(y));
        (self.at.0 + x * self.size.0, self.at.1 + (1.0 - y) * self.size.1)
    }

    pub(super) fn draw_grid(&self, canvas: &mut Canvas) {
        let ((x0, y0), (width, height)) = (self.at, self.size);
        for (value, label) in &self.x.ticks {
            let x = self.place((*value, 0.0)).0;
            let colour = if value.abs() < 1e-9 { Colour::Muted } else { Colour::Grid };
            canvas.line((x, y0), (x, y0 + height), colour, 1.0);
            canvas.text(&Label::new(label).anchor(Anchor::Middle), (x, y0 + height + TICKS / 2.0));
        }
        for (value, label) in &self.y.ticks {
            let y = self.place((0.0, *value)).1;
            let colour = if value.abs() < 1e-9 { Colour::Muted } else { Colour::Grid };
            canvas.line((x0, y), (x0 + width, y), colour, 1.0);
            canvas.text(&Label::new(label).anchor(Anchor::End), (x0 - 6.0, y));
        }
    }

    pub(super) fn draw_shape(&self, canvas: &mut Canvas, shape: &Shape) {
        match shape {
            Shape::Arrow { colour, from, to, .. } => {
                canvas.arrow(self.place(*from), self.place(*to), *colour, 2.4);
            }
            Shape::Dot { colour, at, marker: shape, .. } => marker(canvas, *shape, self.place(*at), *colour),
            Shape::Path { colour, points, dash } => {
                let points: Vec<Point> = points.iter().map(|&p| self.place(p)).collect();
                canvas.path(&points, *colour, 1.8, *dash, 1.0);
            }
            Shape::Region { colour, corners } => {
                let corners: Vec<Point> = corners.iter().map(|&p| self.place(p)).collect();
                canvas.polygon(&corners, *colour, 0.2);
            }
        }
    }

    pub(super) fn draw_label(&self, canvas: &mut Canvas, label: &PlaneLabel<'_>) {
        let (x, y) = self.place(label.at);
        let text = Label::new(label.text).colour(label.colour).anchor(Anchor::Middle).halo();
        canvas.text(&text, (x + label.offset.0, y - label.offset.1));
    }
}
