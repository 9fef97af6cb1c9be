//! Where a text stands in a plot: at the first of its places where it covers the least of what is drawn.

use crate::canvas::Anchor;
use crate::plot::draw::Frame;
use crate::plot::series::Kind;
use crate::plot::{Mark, Plot, Series};
use crate::text;

type Point = (f64, f64);

/// How far apart the points are by which a line is known.
const STEP: f64 = 3.0;

impl Plot {
    /// Points along all lines, and all points, on the canvas.
    pub(super) fn drawn(&self, frame: &Frame) -> Vec<Point> {
        let (left, top, right, bottom) = frame.sides();
        let series = self.series.iter().flat_map(|series| drawn(series, frame));
        let marks = self.marks.iter().flat_map(|mark| match mark {
            Mark::Vertical(x, _) => {
                let x = frame.place((*x, frame.y.low())).0;
                along(&[(x, top), (x, bottom)])
            }
            Mark::Horizontal(y, _) => {
                let y = frame.place((frame.x.low(), *y)).1;
                along(&[(left, y), (right, y)])
            }
        });
        series.chain(marks).collect()
    }
}

fn drawn(series: &Series, frame: &Frame) -> Vec<Point> {
    let corners: Vec<Point> = series.corners().into_iter().map(|p| frame.place(p)).collect();
    match series.kind {
        Kind::Line(..) | Kind::Theory(_) => along(&corners),
        _ => corners,
    }
}

fn along(corners: &[Point]) -> Vec<Point> {
    let between = |pair: &[Point]| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let steps = ((x1 - x0).hypot(y1 - y0) / STEP).ceil().max(1.0) as usize;
        (0..=steps)
            .map(move |i| i as f64 / steps as f64)
            .map(move |s| (x0 + s * (x1 - x0), y0 + s * (y1 - y0)))
    };
    corners.windows(2).flat_map(between).collect()
}

/// The first of the `places`, a point and how the text is anchored there, where `text` covers the least.
pub(super) fn freest(
    places: impl IntoIterator<Item = (Point, Anchor)>,
    text: &str,
    frame: &Frame,
    drawn: &[Point],
) -> (Point, Anchor) {
    let (width, half) = (text::width(text, text::SIZE), text::SIZE / 2.0);
    let (left, top, right, bottom) = frame.sides();
    let covered = |&((x, y), anchor): &(Point, Anchor)| {
        let from = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        if from < left || from + width > right || y - half < top || y + half > bottom {
            return usize::MAX;
        }
        drawn.iter().filter(|p| p.0 >= from && p.0 <= from + width && (p.1 - y).abs() <= half).count()
    };
    places.into_iter().min_by_key(covered).expect("a text has at least one place")
}
