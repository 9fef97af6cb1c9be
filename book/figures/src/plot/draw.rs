//! From a plot's plan to lines on the canvas: plotters draws the axes, the grid, the lines and the areas.

use std::convert::Infallible;

use plotters::prelude::*;

use crate::axis::Axis;
use crate::backend::{Backend, PIXELS};
use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::{Colour, Dash, Ink};
use crate::figure::Panel;
use crate::plot::labels::freest;
use crate::plot::legend::{self, marker};
use crate::plot::plan::AxisPlan;
use crate::plot::series::{Kind, Points};
use crate::plot::{Mark, Plot, Series};
use crate::text;

const TITLE: f64 = 24.0;
const TICKS: f64 = 24.0;
const HEIGHT: f64 = 220.0;

type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// The axes and where they lie on the canvas.
pub(crate) struct Frame {
    pub(crate) at: (f64, f64),
    pub(crate) size: (f64, f64),
    pub(crate) x: Axis,
    pub(crate) y: Axis,
}

impl Frame {
    /// Where a point lies on the canvas.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = (self.x.share(x), self.y.share(y));
        (self.at.0 + x * self.size.0, self.at.1 + (1.0 - y) * self.size.1)
    }

    /// Its left, upper, right and lower side.
    pub(crate) fn sides(&self) -> (f64, f64, f64, f64) {
        let ((x, y), (width, height)) = (self.at, self.size);
        (x, y, x + width, y + height)
    }

    /// The grid, the two axes, their ticks, and on them what `series` draws.
    pub(crate) fn draw(
        &self,
        canvas: &mut Canvas,
        grid: (bool, bool),
        series: impl FnOnce(&mut Chart<'_, '_>) -> Drawn,
    ) {
        let left = self.y.widest_label(text::SIZE) + 8.0;
        let (at, size) = ((self.at.0 - left, self.at.1), (self.size.0 + left, self.size.1 + TICKS));
        let area = Backend { canvas, at, size }.into_drawing_area();
        let drawn = ChartBuilder::on(&area)
            .x_label_area_size((TICKS * PIXELS) as u32)
            .y_label_area_size((left * PIXELS) as u32)
            .build_cartesian_2d(self.x.clone(), self.y.clone())
            .and_then(|mut chart| mesh(&mut chart, grid).and_then(|()| series(&mut chart)));
        drawn.expect("drawing on a string can't fail");
    }
}

pub(crate) type Chart<'a, 'b> = ChartContext<'a, Backend<'b>, Cartesian2d<Axis, Axis>>;

pub(crate) fn ink(colour: Colour) -> RGBColor {
    Ink(colour, Dash::Solid).into()
}

fn mesh(chart: &mut Chart<'_, '_>, (vertical, horizontal): (bool, bool)) -> Drawn {
    let label = ("sans-serif", text::SIZE * PIXELS).into_font().color(&ink(Colour::Text));
    let mut mesh = chart.configure_mesh();
    mesh.bold_line_style(ink(Colour::Grid).stroke_width(10)).axis_style(ink(Colour::Muted).stroke_width(12));
    mesh.label_style(label).set_all_tick_mark_size(40);
    if !vertical {
        mesh.disable_x_mesh();
    }
    if !horizontal {
        mesh.disable_y_mesh();
    }
    mesh.draw()
}

impl Panel for Plot {
    fn height(&self, width: f64) -> f64 {
        let title = |text: &str| if text.is_empty() { 0.0 } else { TITLE };
        let above = title(&self.title) + legend::height(&self.in_legend(), width) + title(&self.y.title);
        above + self.above_axes() + self.height.unwrap_or(HEIGHT) + TICKS + title(&self.x.title)
    }

    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64) {
        self.check();
        let (x, mut y) = at;
        if !self.title.is_empty() {
            canvas.text(&Label::new(&self.title).bold(), (x, y + TITLE / 2.0));
            y += TITLE;
        }
        let entries = self.in_legend();
        legend::draw(canvas, &entries, (x, y), width);
        y += legend::height(&entries, width);
        if !self.y.title.is_empty() {
            canvas.text(&Label::new(&self.y.title).colour(Colour::Muted), (x, y + TITLE / 2.0));
            y += TITLE;
        }
        let frame = self.frame((x, y + self.above_axes()), width);
        frame.draw(canvas, (true, true), |chart| self.series.iter().try_for_each(|s| draw_series(chart, s)));
        let drawn = self.drawn(&frame);
        self.marks.iter().for_each(|mark| draw_mark(canvas, &frame, mark, &drawn));
        self.series.iter().for_each(|series| draw_points(canvas, &frame, series, &drawn));
        if self.label_ends {
            self.draw_end_labels(canvas, &frame);
        }
        if !self.x.title.is_empty() {
            let label = Label::new(&self.x.title).colour(Colour::Muted).anchor(Anchor::Middle);
            let below = frame.at.1 + frame.size.1 + TICKS + TITLE / 2.0;
            canvas.text(&label, (frame.at.0 + frame.size.0 / 2.0, below));
        }
    }
}

impl Plot {
    fn in_legend(&self) -> Vec<&Series> {
        let at_end = |s: &Series| self.label_ends && matches!(s.kind, Kind::Line(..) | Kind::Theory(_));
        self.series.iter().filter(|s| !s.label.is_empty() && !at_end(s)).collect()
    }

    /// Room for the upper half of the highest tick's label.
    fn above_axes(&self) -> f64 {
        text::SIZE / 2.0
    }

    fn frame(&self, (x, y): (f64, f64), width: f64) -> Frame {
        let height = self.height.unwrap_or(HEIGHT);
        let vertical = axis(&self.y, self.y_limits(), (height / 48.0) as usize);
        let left = vertical.widest_label(text::SIZE) + 8.0;
        let horizontal = axis(&self.x, self.x_limits(), ((width - left) / 72.0) as usize);
        let right = self.right_margin(&horizontal);
        Frame { at: (x + left, y), size: (width - left - right, height), x: horizontal, y: vertical }
    }

    /// Room for the labels at the lines' ends, and for the right half of the last tick's label.
    fn right_margin(&self, axis: &Axis) -> f64 {
        let last = axis.ticks.last().map_or(0.0, |(_, label)| text::width(label, text::SIZE) / 2.0);
        let ends = self.end_labels().map(|(s, _)| text::width(&s.label, text::SIZE) + 8.0);
        ends.fold(last, f64::max) + 2.0
    }

    /// The lines to be labelled at their ends, and where they end.
    fn end_labels(&self) -> impl Iterator<Item = (&Series, (f64, f64))> {
        self.series.iter().filter(|s| self.label_ends && !s.label.is_empty()).filter_map(|s| match &s.kind {
            Kind::Line(points, _) | Kind::Theory(points) => points.last().map(|&end| (s, end)),
            _ => None,
        })
    }

    fn draw_end_labels(&self, canvas: &mut Canvas, frame: &Frame) {
        let mut ends: Vec<_> = self.end_labels().map(|(s, end)| (frame.place(end).1, s)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (line, mut free) = (text::SIZE * 1.15, f64::NEG_INFINITY);
        for (y, _) in &mut ends {
            *y = y.max(free); // labels that would touch move down,
            free = *y + line;
        }
        let mut last = frame.at.1 + frame.size.1 - 2.0;
        for (y, _) in ends.iter_mut().rev() {
            *y = y.min(last); // and up again from the axis
            last = *y - line;
        }
        for (y, series) in ends {
            let label = Label::new(&series.label).colour(series.colour);
            canvas.text(&label, (frame.at.0 + frame.size.0 + 6.0, y));
        }
    }
}

fn axis(plan: &AxisPlan, limits: (f64, f64), count: usize) -> Axis {
    let mut axis = Axis::new(limits, plan.log, count.max(2));
    if !plan.ticks.is_empty() {
        axis.ticks = plan.ticks.iter().map(|&v| (v, text::plain(v))).collect();
    }
    axis
}

fn draw_series(chart: &mut Chart<'_, '_>, series: &Series) -> Drawn {
    let colour = ink(series.colour);
    match &series.kind {
        Kind::Line(points, dash) => draw_line(chart, points, Ink(series.colour, *dash), 24),
        Kind::Theory(points) => draw_line(chart, points, Ink(Colour::Text, Dash::Theory), 18),
        Kind::Band(points) => {
            let upper = points.iter().map(|&(x, _, high)| (x, high));
            let lower = points.iter().rev().map(|&(x, low, _)| (x, low));
            let outline: Points = upper.chain(lower).collect();
            chart.draw_series([Polygon::new(outline, colour.mix(0.22))]).map(|_| ())
        }
        Kind::Area(points) => {
            let area = AreaSeries::new(points.iter().copied(), 0.0, colour.mix(0.22));
            chart.draw_series(area)?;
            draw_line(chart, points, Ink(series.colour, Dash::Solid), 20)
        }
        Kind::Steps(bins) => {
            let bar = |&(from, to, y)| Rectangle::new([(from, 0.0), (to, y)], colour.mix(0.35).filled());
            chart.draw_series(bins.iter().map(bar)).map(|_| ())
        }
        Kind::Measured(points, _) => {
            let bar = |&(x, y, s)| PathElement::new([(x, y - s), (x, y + s)], colour.stroke_width(16));
            chart.draw_series(points.iter().map(bar)).map(|_| ())
        }
        Kind::Dots(..) | Kind::Words(_) | Kind::Bars => Ok(()),
    }
}

fn draw_line(chart: &mut Chart<'_, '_>, points: &Points, ink: Ink, width: u32) -> Drawn {
    let style = RGBColor::from(ink).stroke_width(width);
    chart.draw_series(LineSeries::new(points.iter().copied(), style)).map(|_| ())
}

/// The points, above every line.
fn draw_points(canvas: &mut Canvas, frame: &Frame, series: &Series, drawn: &[(f64, f64)]) {
    match &series.kind {
        Kind::Dots(points, shape) => {
            points.iter().for_each(|&p| marker(canvas, *shape, frame.place(p), series.colour));
        }
        Kind::Measured(points, shape) => {
            let points = points.iter().map(|&(x, y, _)| frame.place((x, y)));
            points.for_each(|p| marker(canvas, *shape, p, series.colour));
        }
        Kind::Words(points) => {
            for (x, y, word) in points {
                let (x, y) = frame.place((*x, *y));
                marker(canvas, 0, (x, y), series.colour);
                let places =
                    [(8.0, 0.0), (-8.0, 0.0), (4.0, -14.0), (4.0, 14.0), (-4.0, -14.0), (-4.0, 14.0)];
                let side = |dx: f64| if dx > 0.0 { Anchor::Start } else { Anchor::End };
                let places = places.map(|(dx, dy)| ((x + dx, y + dy), side(dx)));
                let (at, anchor) = freest(places, word, frame, drawn);
                canvas.text(&Label::new(word).anchor(anchor).halo(), at);
            }
        }
        _ => {}
    }
}

fn draw_mark(canvas: &mut Canvas, frame: &Frame, mark: &Mark, drawn: &[(f64, f64)]) {
    let (left, top, right, bottom) = frame.sides();
    match mark {
        Mark::Vertical(x, label) => {
            let x = frame.place((*x, frame.y.low())).0;
            canvas.path(&[(x, top), (x, bottom)], Colour::Text, 1.2, Dash::Short, 0.8);
            let heights = [top + text::SIZE * 0.7, bottom - text::SIZE * 0.7, (top + bottom) / 2.0];
            let beside = |y| [((x + 6.0, y), Anchor::Start), ((x - 6.0, y), Anchor::End)];
            let (at, anchor) = freest(heights.into_iter().flat_map(beside), label, frame, drawn);
            canvas.text(&Label::new(label).anchor(anchor).halo(), at);
        }
        Mark::Horizontal(y, label) => {
            let y = frame.place((frame.x.low(), *y)).1;
            canvas.path(&[(left, y), (right, y)], Colour::Text, 1.2, Dash::Short, 0.8);
            let ends = [(right - 4.0, Anchor::End), (left + 4.0, Anchor::Start)];
            let beside = |y| ends.map(|(x, anchor)| ((x, y), anchor));
            let places = [y - text::SIZE * 0.75, y + text::SIZE * 0.75].into_iter().flat_map(beside);
            let (at, anchor) = freest(places, label, frame, drawn);
            canvas.text(&Label::new(label).anchor(anchor).halo(), at);
        }
    }
}
