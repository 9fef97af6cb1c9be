//! The paper: SVG elements, their colours left to the page's theme.

use std::fmt::Write;

use crate::colour::{Colour, Dash};
use crate::text;

/// Width of every figure in its own units: at 390 px a unit is about three quarters of a pixel.
pub const WIDTH: f64 = 480.0;

/// Where a text sits with respect to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// A text to be written.
#[derive(Clone, Debug)]
pub struct Label<'a> {
    text: &'a str,
    colour: Colour,
    anchor: Anchor,
    size: f64,
    bold: bool,
    turn: f64,
    halo: bool,
}

impl<'a> Label<'a> {
    /// A text in the text's colour and size, beginning at its point.
    pub fn new(text: &'a str) -> Self {
        let (colour, anchor, size) = (Colour::Text, Anchor::Start, text::SIZE);
        Self { text, colour, anchor, size, bold: false, turn: 0.0, halo: false }
    }

    /// In another colour.
    pub fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// At another place with respect to its point.
    pub fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// In another size; the figure's own is 15.
    pub fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// In bold.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Turned clockwise around its point, in degrees.
    pub fn turn(self, turn: f64) -> Self {
        Self { turn, ..self }
    }

    /// With a rim of the background's colour, for a text that may cross a line.
    pub fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// About how wide it will be.
    pub fn width(&self) -> f64 {
        text::width(self.text, self.size)
    }
}

/// The paper that a [`Panel`](crate::Panel) draws on: x to the right, y down, in a figure's units.
#[derive(Debug, Default)]
pub struct Canvas {
    svg: String,
}

impl Canvas {
    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        self.path(&[from, to], colour, width, Dash::Solid, 1.0);
    }

    /// A line through several points.
    pub(crate) fn path(
        &mut self,
        points: &[(f64, f64)],
        colour: Colour,
        width: f64,
        dash: Dash,
        opacity: f64,
    ) {
        let stroke = colour.css();
        let points = join(points);
        let dash = dash.pattern().map(|p| format!(" stroke-dasharray=\"{p}\"")).unwrap_or_default();
        let (width, opacity) = (short(width), opacity_attribute(opacity));
        self.push(format_args!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" \
             stroke-linejoin=\"round\"{dash}{opacity}/>"
        ));
    }

    /// A filled rectangle, given by its upper left corner and its size.
    pub fn rectangle(&mut self, at: (f64, f64), size: (f64, f64), fill: Colour) {
        self.pale_rectangle(at, size, fill, 1.0);
    }

    /// A rectangle with a border and round corners.
    pub fn framed(&mut self, at: (f64, f64), size: (f64, f64), fill: Colour, border: Colour, radius: f64) {
        self.rounded(at, size, &format!("fill=\"{}\"", fill.css()), border, radius);
    }

    /// A rectangle with round corners, its border in the colour and its inside in a tint of it.
    pub fn tinted(&mut self, at: (f64, f64), size: (f64, f64), colour: Colour) {
        self.rounded(at, size, &format!("fill=\"{}\" fill-opacity=\"0.14\"", colour.css()), colour, 6.0);
    }

    fn rounded(&mut self, at: (f64, f64), size: (f64, f64), inside: &str, border: Colour, radius: f64) {
        let [x, y, w, h, radius] = [at.0, at.1, size.0, size.1, radius].map(short);
        let border = border.css();
        self.push(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\" {inside} \
             stroke=\"{border}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// A filled rectangle that lets through what is behind it.
    pub(crate) fn pale_rectangle(&mut self, at: (f64, f64), size: (f64, f64), fill: Colour, opacity: f64) {
        let [x, y, w, h] = [at.0, at.1, size.0, size.1].map(short);
        let (fill, opacity) = (fill.css(), opacity_attribute(opacity));
        self.push(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\"{opacity}/>"
        ));
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)], fill: Colour, opacity: f64) {
        let (points, fill, opacity) = (join(points), fill.css(), opacity_attribute(opacity));
        self.push(format_args!("<polygon points=\"{points}\" fill=\"{fill}\"{opacity}/>"));
    }

    /// A filled circle.
    pub fn circle(&mut self, centre: (f64, f64), radius: f64, fill: Colour) {
        let [x, y, r] = [centre.0, centre.1, radius].map(short);
        self.push(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{}\"/>", fill.css()));
    }

    /// A circle's rim.
    pub fn ring(&mut self, centre: (f64, f64), radius: f64, stroke: Colour) {
        let [x, y, r] = [centre.0, centre.1, radius].map(short);
        let (fill, stroke) = (Colour::Background.css(), stroke.css());
        self.push(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"2\"/>"
        ));
    }

    /// A shape in SVG's own path language; its edges stay sharp when it is `crisp`.
    pub(crate) fn shape(&mut self, d: &str, paint: &str, crisp: bool) {
        let crisp = if crisp { " shape-rendering=\"crispEdges\"" } else { "" };
        self.push(format_args!("<path d=\"{d}\" {paint}{crisp}/>"));
    }

    /// A straight line with a head at its end.
    pub fn arrow(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length == 0.0 {
            return;
        }
        let (ux, uy) = (dx / length, dy / length);
        let (head, half) = ((4.5 * width).min(length), 2.0 * width);
        let neck = (to.0 - ux * head, to.1 - uy * head);
        self.line(from, (neck.0 + ux, neck.1 + uy), colour, width);
        let corners =
            [to, (neck.0 - uy * half, neck.1 + ux * half), (neck.0 + uy * half, neck.1 - ux * half)];
        self.polygon(&corners, colour, 1.0);
    }

    /// A text whose line is centred vertically on `at`.
    pub fn text(&mut self, label: &Label<'_>, at: (f64, f64)) {
        let anchor = match label.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, baseline) = (short(at.0), short(at.1), short(0.35 * label.size));
        let turn = match label.turn {
            0.0 => String::new(),
            angle => format!(" transform=\"rotate({} {x} {y})\"", short(angle)),
        };
        let bold = if label.bold { " font-weight=\"600\"" } else { "" };
        let halo = match label.halo {
            true => format!(
                " paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\"",
                Colour::Background.css()
            ),
            false => String::new(),
        };
        let (fill, size, text) = (label.colour.css(), short(label.size), escape(label.text));
        self.push(format_args!(
            "<text x=\"{x}\" y=\"{y}\" dy=\"{baseline}\" font-size=\"{size}\" fill=\"{fill}\"\
             {anchor}{bold}{halo}{turn}>{text}</text>"
        ));
    }

    /// A link to `address`, around everything that `draw` draws; its [`Panel`](crate::Panel) must say that it has links.
    pub fn link(&mut self, address: &str, draw: impl FnOnce(&mut Self)) {
        self.push(format_args!("<a href=\"{}\">", escape(address)));
        draw(self);
        self.push(format_args!("</a>"));
    }

    pub(crate) fn svg(&self) -> &str {
        &self.svg
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.svg, "{element}").expect("a string takes all that is written");
    }
}

/// A length with one decimal at most.
pub(crate) fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Text as it may stand between tags and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace(['\n', '\r'], " ")
}

fn join(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|p| format!("{},{}", short(p.0), short(p.1))).collect();
    points.join(" ")
}

fn opacity_attribute(opacity: f64) -> String {
    if opacity < 1.0 { format!(" opacity=\"{opacity}\"") } else { String::new() }
}
