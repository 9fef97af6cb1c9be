//! Bars: one number for each word.

mod field;

use crate::axis::{Axis, ends_of, range_around};
use crate::bars::field::{Field, TICKS};
use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::{Colour, Dash};
use crate::figure::Panel;
use crate::plot::{Series, legend};
use crate::text;

const LINE: f64 = 24.0;
const HEIGHT: f64 = 200.0;

/// Bars, one for each word, of one or more series beside or on top of each other.
///
/// They stand when the words fit under them; otherwise they lie, with the words to their left.
///
/// ```
/// use figures::{Bars, Colour, Figure};
/// let bars = Bars::new(["cat", "milk", "it"]).title("probability").numbers(2)
///     .series("it attends to", Colour::Weight, [0.7, 0.1, 0.2])
///     .theory("all alike", [1.0 / 3.0; 3]);
/// assert!(Figure::new("three-bars", "It attends to cat.").panel(bars).svg().contains("0.70"));
/// ```
#[derive(Clone, Debug)]
pub struct Bars {
    words: Vec<String>,
    title: String,
    series: Vec<(String, Colour, Vec<f64>)>,
    theory: Option<(String, Vec<f64>)>,
    stacked: bool,
    lying: bool,
    numbers: Option<usize>,
    range: Option<(f64, f64)>,
}

impl Bars {
    /// Places for bars, one for each word.
    ///
    /// # Panics
    /// If there are no words.
    pub fn new<S: ToString>(words: impl IntoIterator<Item = S>) -> Self {
        let words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
        assert!(!words.is_empty(), "bars for no words");
        let (title, series) = (String::new(), Vec::new());
        Self { words, title, series, theory: None, stacked: false, lying: false, numbers: None, range: None }
    }

    /// What the bars measure, with its unit in brackets.
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// A number for each word. With one series only, its label may be empty.
    ///
    /// # Panics
    /// If there are more or fewer numbers than words, or one isn't finite.
    pub fn series(mut self, label: &str, colour: Colour, values: impl IntoIterator<Item = f64>) -> Self {
        let values = self.checked(label, values);
        self.series.push((label.to_owned(), colour, values));
        self
    }

    /// What theory says for each word: a dashed line across its bar.
    ///
    /// # Panics
    /// If there are more or fewer numbers than words, or one isn't finite.
    pub fn theory(mut self, label: &str, values: impl IntoIterator<Item = f64>) -> Self {
        self.theory = Some((label.to_owned(), self.checked(label, values)));
        self
    }

    /// Puts the series on top of each other.
    pub fn stacked(mut self) -> Self {
        self.stacked = true;
        self
    }

    /// Lays the bars down even if the words would fit.
    pub fn horizontal(mut self) -> Self {
        self.lying = true;
        self
    }

    /// Writes the numbers at the ends of the bars (inside them when they are stacked), with so many decimals.
    pub fn numbers(mut self, decimals: usize) -> Self {
        self.numbers = Some(decimals);
        self
    }

    /// The ends of the axis of numbers, instead of the data's.
    pub fn range(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }

    fn checked(&self, label: &str, values: impl IntoIterator<Item = f64>) -> Vec<f64> {
        let values: Vec<f64> = values.into_iter().collect();
        let (given, words) = (values.len(), self.words.len());
        assert_eq!(given, words, "bars {label:?}: {given} numbers for {words} words");
        let wrong = values.iter().find(|v| !v.is_finite());
        assert!(wrong.is_none(), "bars {label:?} with {wrong:?}: every number must be finite");
        values
    }

    fn lies(&self, width: f64) -> bool {
        let widest = self.words.iter().map(|w| text::width(w, text::SIZE)).fold(0.0, f64::max);
        self.lying || widest > (width - 50.0) / self.words.len() as f64 - 4.0
    }

    fn entries(&self) -> Vec<Series> {
        let series = self.series.iter().map(|(label, colour, _)| Series::bars(label, *colour));
        let theory = self.theory.iter().map(|(label, _)| Series::theory(label));
        series.chain(theory).filter(|s| !s.label.is_empty()).collect()
    }

    /// Every bar: word, series, from, to.
    fn bars(&self) -> Vec<(usize, usize, f64, f64)> {
        let mut bars = Vec::new();
        for word in 0..self.words.len() {
            let mut base = 0.0;
            for (series, (_, _, values)) in self.series.iter().enumerate() {
                bars.push((word, series, base, base + values[word]));
                base += if self.stacked { values[word] } else { 0.0 };
            }
        }
        bars
    }

    fn scale(&self, length: f64) -> Axis {
        let theory = self.theory.iter().flat_map(|(_, values)| values.iter().copied());
        let ends = self.bars().into_iter().flat_map(|(_, _, from, to)| [from, to]);
        let (low, high) = range_around(ends_of(ends.chain(theory).chain([0.0]), false), false, false);
        let room = (high - low) * if self.numbers.is_some() && !self.stacked { 0.12 } else { 0.04 };
        let room = |end: f64| if end == 0.0 { 0.0 } else { room }; // no bar, no number: no room
        let (from, to) = self.range.unwrap_or((low - room(low), high + room(high)));
        let inside = self.range.is_none() || range_is_inside(&self.bars(), (from, to));
        assert!(inside, "bars from {low} to {high} on an axis from {from} to {to}");
        Axis::new((from, to), false, (length / 60.0).max(2.0) as usize)
    }

    /// How thick one bar is and where it begins, as shares of its word's place.
    fn slot(&self, series: usize) -> (f64, f64) {
        let beside = if self.stacked { 1.0 } else { self.series.len() as f64 };
        let thick = 0.76 / beside;
        (0.12 + if self.stacked { 0.0 } else { series as f64 * thick }, thick)
    }

    fn head(&self, width: f64) -> f64 {
        let entries = self.entries();
        let legend = legend::height(&entries.iter().collect::<Vec<_>>(), width);
        let title = if self.title.is_empty() || self.lies(width) { 0.0 } else { LINE };
        legend + title + text::SIZE / 2.0
    }

    /// How long the field of bars is, across the words.
    fn across(&self, width: f64) -> f64 {
        if !self.lies(width) {
            return HEIGHT;
        }
        let beside = if self.stacked { 1 } else { self.series.len() };
        self.words.len() as f64 * (10.0 + 16.0 * beside as f64)
    }
}

fn range_is_inside(bars: &[(usize, usize, f64, f64)], (from, to): (f64, f64)) -> bool {
    let slack = 1e-9 * (to - from);
    bars.iter().flat_map(|b| [b.2, b.3]).all(|v| v >= from - slack && v <= to + slack)
}

impl Panel for Bars {
    fn height(&self, width: f64) -> f64 {
        let title = if self.lies(width) && !self.title.is_empty() { LINE } else { 0.0 };
        self.head(width) + self.across(width) + TICKS + title
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), width: f64) {
        assert!(!self.series.is_empty(), "bars without a series: there is nothing to draw");
        let entries = self.entries();
        let entries: Vec<&Series> = entries.iter().collect();
        legend::draw(canvas, &entries, (x, y), width);
        let field = self.field((x, y + self.head(width)), width);
        let title = Label::new(&self.title).colour(Colour::Muted);
        if field.lying {
            let below = field.at.1 + field.size.1 + TICKS + LINE / 2.0;
            canvas.text(&title.anchor(Anchor::Middle), (field.at.0 + field.size.0 / 2.0, below));
        } else {
            canvas.text(&title, (x, y + legend::height(&entries, width) + LINE / 2.0));
        }
        field.draw_grid(canvas, &self.words);
        for (word, series, from, to) in self.bars() {
            let (start, thick) = self.slot(series);
            field.draw_bar(canvas, (word as f64 + start, thick), (from, to), self.series[series].1);
        }
        for (word, value) in self.theory.iter().flat_map(|(_, values)| values.iter().enumerate()) {
            let ends = [field.point(word as f64 + 0.04, *value), field.point(word as f64 + 0.96, *value)];
            canvas.path(&ends, Colour::Background, 4.2, Dash::Solid, 1.0); // or a dark bar would swallow it
            canvas.path(&ends, Colour::Text, 1.8, Dash::Theory, 1.0);
        }
        if let Some(decimals) = self.numbers {
            for (word, series, from, to) in self.bars() {
                let (start, thick) = self.slot(series);
                let (place, number) = (word as f64 + start + thick / 2.0, text::fixed(to - from, decimals));
                field.draw_number(canvas, place, (from, to), &number, self.stacked);
            }
        }
    }
}

impl Bars {
    fn field(&self, (x, y): (f64, f64), width: f64) -> Field {
        let (lying, words, across) = (self.lies(width), self.words.len(), self.across(width));
        if lying {
            let left = self.words.iter().map(|w| text::width(w, text::SIZE)).fold(0.0, f64::max) + 9.0;
            let number = self
                .numbers
                .filter(|_| !self.stacked)
                .map_or(0.0, |d| text::width(&text::fixed(0.0, d), text::SIZE) + 6.0);
            let wide = width - left - number.max(14.0);
            return Field { at: (x + left, y), size: (wide, across), words, scale: self.scale(wide), lying };
        }
        let scale = self.scale(across);
        let left = scale.widest_label(text::SIZE) + 9.0;
        Field { at: (x + left, y), size: (width - left, across), words, scale, lying }
    }
}
