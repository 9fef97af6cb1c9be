//! A series: its label, its colour, and how its points are drawn.

use crate::colour::{Colour, Dash};

pub(super) type Points = Vec<(f64, f64)>;

/// What is drawn of a series.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Line(Points, Dash),
    Theory(Points),
    Dots(Points, usize),
    Measured(Vec<(f64, f64, f64)>, usize),
    Band(Vec<(f64, f64, f64)>),
    Area(Points),
    Steps(Vec<(f64, f64, f64)>),
    Words(Vec<(f64, f64, String)>),
    Bars,
}

/// What a plot draws, or a legend names.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) label: String,
    pub(super) colour: Colour,
    pub(super) kind: Kind,
}

impl Series {
    /// The legend's entry for bars.
    pub(crate) fn bars(label: &str, colour: Colour) -> Self {
        Self { label: label.to_owned(), colour, kind: Kind::Bars }
    }

    /// The legend's entry for what theory says.
    pub(crate) fn theory(label: &str) -> Self {
        Self { label: label.to_owned(), colour: Colour::Text, kind: Kind::Theory(Vec::new()) }
    }

    /// The points that the axes must reach.
    pub(super) fn corners(&self) -> Points {
        match &self.kind {
            Kind::Line(p, _) | Kind::Theory(p) | Kind::Dots(p, _) => p.clone(),
            Kind::Measured(p, _) => p.iter().flat_map(|&(x, y, s)| [(x, y - s), (x, y + s)]).collect(),
            Kind::Band(p) => p.iter().flat_map(|&(x, low, high)| [(x, low), (x, high)]).collect(),
            Kind::Area(p) => p.iter().flat_map(|&(x, y)| [(x, 0.0), (x, y)]).collect(),
            Kind::Steps(p) => p.iter().flat_map(|&(from, to, y)| [(from, 0.0), (to, y)]).collect(),
            Kind::Words(p) => p.iter().map(|&(x, y, _)| (x, y)).collect(),
            Kind::Bars => Vec::new(),
        }
    }
}
