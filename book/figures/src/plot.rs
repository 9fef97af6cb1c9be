//! Curves, points, bands and areas on two axes.

mod draw;
mod labels;
pub(crate) mod legend;
mod plan;
mod series;

pub(crate) use legend::marker;
pub(crate) use series::Series;

use crate::colour::{Colour, Dash};
use crate::plot::plan::{AxisPlan, limits};
use crate::plot::series::Kind;

/// Curves, points, bands and areas on two axes.
///
/// Every series has a label for the legend (none when it is empty) and a colour; lines also differ by their
/// dashes and points by their shapes, so that nothing hangs on the colour alone.
///
/// ```
/// use figures::{Colour, Figure, Plot};
/// let sizes = [8.0, 16.0, 32.0, 64.0];
/// let plot = Plot::new().x("tokens T").y("time (ms)").log_x().log_y().x_ticks(sizes)
///     .measured("measured", Colour::Weight, sizes.map(|t| (t, 0.01 * t * t, 0.001 * t * t)))
///     .theory("T²", sizes.map(|t| (t, 0.01 * t * t)));
/// assert!(Figure::new("cost", "Time grows as T².").panel(plot).svg().contains("time (ms)"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Plot {
    title: String,
    x: AxisPlan,
    y: AxisPlan,
    series: Vec<Series>,
    marks: Vec<Mark>,
    label_ends: bool,
    height: Option<f64>,
}

/// A thin line across the plot.
#[derive(Clone, Debug)]
enum Mark {
    Vertical(f64, String),
    Horizontal(f64, String),
}

impl Plot {
    /// Empty axes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A title above the plot.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// What the horizontal axis shows, with its unit in brackets.
    pub fn x(mut self, title: &str) -> Self {
        self.x.title = title.to_owned();
        self
    }

    /// What the vertical axis shows, with its unit in brackets.
    pub fn y(mut self, title: &str) -> Self {
        self.y.title = title.to_owned();
        self
    }

    /// Makes the horizontal axis logarithmic.
    pub fn log_x(mut self) -> Self {
        self.x.log = true;
        self
    }

    /// Makes the vertical axis logarithmic.
    pub fn log_y(mut self) -> Self {
        self.y.log = true;
        self
    }

    /// The ends of the horizontal axis, instead of the data's.
    pub fn x_range(mut self, low: f64, high: f64) -> Self {
        self.x.range = Some((low, high));
        self
    }

    /// The ends of the vertical axis, instead of the data's.
    pub fn y_range(mut self, low: f64, high: f64) -> Self {
        self.y.range = Some((low, high));
        self
    }

    /// The ticks of the horizontal axis, instead of round ones.
    pub fn x_ticks(mut self, ticks: impl IntoIterator<Item = f64>) -> Self {
        self.x.ticks = ticks.into_iter().collect();
        self
    }

    /// The ticks of the vertical axis, instead of round ones.
    pub fn y_ticks(mut self, ticks: impl IntoIterator<Item = f64>) -> Self {
        self.y.ticks = ticks.into_iter().collect();
        self
    }

    /// The height of the axes; 220 if nothing is said, in a figure that is 480 wide.
    pub fn height(mut self, height: f64) -> Self {
        self.height = Some(height);
        self
    }

    /// Writes the labels of lines at their right ends instead of in a legend.
    pub fn label_ends(mut self) -> Self {
        self.label_ends = true;
        self
    }

    /// A line through points.
    pub fn line(self, label: &str, colour: Colour, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let lines = self.series.iter().filter(|s| matches!(s.kind, Kind::Line(..))).count();
        self.add(label, colour, Kind::Line(points.into_iter().collect(), Dash::nth(lines)))
    }

    /// What theory says, exactly: dashed, in the text's colour.
    pub fn theory(self, label: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.add(label, Colour::Text, Kind::Theory(points.into_iter().collect()))
    }

    /// Points.
    pub fn dots(self, label: &str, colour: Colour, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let shape = self.shapes();
        self.add(label, colour, Kind::Dots(points.into_iter().collect(), shape))
    }

    /// Measured points with their spread: `(x, y, s)` is drawn at y with a bar from y − s to y + s.
    pub fn measured(
        self,
        label: &str,
        colour: Colour,
        points: impl IntoIterator<Item = (f64, f64, f64)>,
    ) -> Self {
        let shape = self.shapes();
        self.add(label, colour, Kind::Measured(points.into_iter().collect(), shape))
    }

    /// Points with a word beside each.
    pub fn words<'a>(self, colour: Colour, points: impl IntoIterator<Item = (f64, f64, &'a str)>) -> Self {
        let points = points.into_iter().map(|(x, y, word)| (x, y, word.to_owned())).collect();
        self.add("", colour, Kind::Words(points))
    }

    /// A pale band between two curves: `(x, low, high)`.
    pub fn band(
        self,
        label: &str,
        colour: Colour,
        points: impl IntoIterator<Item = (f64, f64, f64)>,
    ) -> Self {
        self.add(label, colour, Kind::Band(points.into_iter().collect()))
    }

    /// A curve, filled down to 0.
    pub fn area(self, label: &str, colour: Colour, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.add(label, colour, Kind::Area(points.into_iter().collect()))
    }

    /// A histogram: `(from, to, height)` for every bin.
    pub fn histogram(
        self,
        label: &str,
        colour: Colour,
        bins: impl IntoIterator<Item = (f64, f64, f64)>,
    ) -> Self {
        self.add(label, colour, Kind::Steps(bins.into_iter().collect()))
    }

    /// A thin vertical line with a label.
    pub fn vertical(mut self, x: f64, label: &str) -> Self {
        self.marks.push(Mark::Vertical(x, label.to_owned()));
        self
    }

    /// A thin horizontal line with a label.
    pub fn horizontal(mut self, y: f64, label: &str) -> Self {
        self.marks.push(Mark::Horizontal(y, label.to_owned()));
        self
    }

    fn add(mut self, label: &str, colour: Colour, kind: Kind) -> Self {
        self.series.push(Series { label: label.to_owned(), colour, kind });
        self
    }

    /// How many shapes of points are taken.
    fn shapes(&self) -> usize {
        self.series.iter().filter(|s| matches!(s.kind, Kind::Dots(..) | Kind::Measured(..))).count()
    }

    /// # Panics
    /// If there is nothing to draw.
    fn check(&self) {
        assert!(!self.series.is_empty(), "a plot of nothing: it needs at least one series");
        for series in &self.series {
            assert!(
                !series.corners().is_empty(),
                "a plot of nothing: series {:?} has no points",
                series.label
            );
        }
    }

    fn x_limits(&self) -> (f64, f64) {
        let marks =
            self.marks.iter().filter_map(|m| if let Mark::Vertical(x, _) = m { Some(*x) } else { None });
        let data = self.series.iter().flat_map(Series::corners).map(|(x, _)| x).chain(marks);
        limits(&self.x, data, self.x.log && self.shapes() > 0, self.words_margin())
    }

    fn y_limits(&self) -> (f64, f64) {
        let marks =
            self.marks.iter().filter_map(|m| if let Mark::Horizontal(y, _) = m { Some(*y) } else { None });
        let data = self.series.iter().flat_map(Series::corners).map(|(_, y)| y).chain(marks);
        limits(&self.y, data, self.words_margin() == 0.0, self.words_margin())
    }

    /// Words need some room around their points.
    fn words_margin(&self) -> f64 {
        if self.series.iter().any(|s| matches!(s.kind, Kind::Words(_))) { 0.06 } else { 0.0 }
    }
}
