//! The legend above a plot, where it hides no data, and the shapes of points.

use crate::canvas::{Canvas, Label};
use crate::colour::{Colour, Dash};
use crate::plot::Series;
use crate::plot::series::Kind;
use crate::text;

pub(crate) const ROW: f64 = 21.0;
const SAMPLE: f64 = 26.0;

/// Where each labelled series' entry begins: (x, row).
fn places(series: &[&Series], width: f64) -> Vec<(f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    let mut places = Vec::new();
    for entry in series {
        let wide = SAMPLE + 6.0 + text::width(&entry.label, text::SIZE);
        if x > 0.0 && x + wide > width {
            (x, row) = (0.0, row + 1);
        }
        places.push((x, row));
        x += wide + 16.0;
    }
    places
}

pub(crate) fn height(series: &[&Series], width: f64) -> f64 {
    places(series, width).last().map_or(0.0, |&(_, row)| (row + 1) as f64 * ROW + 2.0)
}

pub(crate) fn draw(canvas: &mut Canvas, series: &[&Series], (x, y): (f64, f64), width: f64) {
    for (entry, (dx, row)) in series.iter().zip(places(series, width)) {
        let at = (x + dx, y + (row as f64 + 0.5) * ROW);
        sample(canvas, entry, at);
        canvas.text(&Label::new(&entry.label), (at.0 + SAMPLE + 6.0, at.1));
    }
}

fn sample(canvas: &mut Canvas, series: &Series, (x, y): (f64, f64)) {
    let (ends, middle) = ([(x, y), (x + SAMPLE, y)], (x + SAMPLE / 2.0, y));
    match series.kind {
        Kind::Line(_, dash) => canvas.path(&ends, series.colour, 2.4, dash, 1.0),
        Kind::Theory(_) => canvas.path(&ends, Colour::Text, 1.8, Dash::Theory, 1.0),
        Kind::Dots(_, shape) => marker(canvas, shape, middle, series.colour),
        Kind::Measured(_, shape) => {
            canvas.line((middle.0, y - 8.0), (middle.0, y + 8.0), series.colour, 1.6);
            marker(canvas, shape, middle, series.colour);
        }
        Kind::Words(_) => marker(canvas, 0, middle, series.colour),
        Kind::Bars => canvas.rectangle((x, y - 6.0), (SAMPLE, 12.0), series.colour),
        Kind::Band(_) | Kind::Area(_) | Kind::Steps(_) => {
            canvas.pale_rectangle((x, y - 6.0), (SAMPLE, 12.0), series.colour, 0.35);
        }
    }
}

/// The `shape`-th shape of point: disc, square, triangle, ring, diamond.
pub(crate) fn marker(canvas: &mut Canvas, shape: usize, (x, y): (f64, f64), colour: Colour) {
    match shape % 5 {
        0 => canvas.circle((x, y), 4.0, colour),
        1 => canvas.rectangle((x - 3.6, y - 3.6), (7.2, 7.2), colour),
        2 => canvas.polygon(&[(x, y - 5.0), (x + 4.8, y + 3.6), (x - 4.8, y + 3.6)], colour, 1.0),
        3 => canvas.ring((x, y), 3.8, colour),
        _ => canvas.polygon(&[(x, y - 5.4), (x + 5.4, y), (x, y + 5.4), (x - 5.4, y)], colour, 1.0),
    }
}
