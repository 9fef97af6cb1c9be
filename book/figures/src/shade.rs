//! Which colour a number gets, and the bar that says so.

use ndarray::Array2;

use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::Colour;
use crate::text;

/// Room for a colour bar.
pub(crate) const BAR: f64 = 34.0;

/// A map from numbers to colours: 0 to `limit` from the background to `hue`, or, when `signed`,
/// −`limit` to `limit` from blue over the background to vermilion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shade {
    pub(crate) signed: bool,
    pub(crate) limit: f64,
    hue: Colour,
}

impl Shade {
    /// The map for `values`: signed when one of them is negative, up to `limit` or else to the largest. The text's
    /// colour, for what has none of its own, becomes the weights' purple.
    ///
    /// # Panics
    /// If there are no values, or one of them isn't finite or is beyond `limit`.
    pub(crate) fn new(values: &Array2<f64>, limit: Option<f64>, hue: Colour) -> Self {
        assert!(!values.is_empty(), "a matrix of shape {:?} has nothing to draw", values.dim());
        if let Some(((row, column), v)) = values.indexed_iter().find(|(_, v)| !v.is_finite()) {
            panic!("a matrix with {v} in row {row}, column {column}: every value must be finite");
        }
        let largest = values.fold(0.0f64, |largest, v| largest.max(v.abs()));
        let limit = limit.unwrap_or(if largest > 0.0 { largest } else { 1.0 });
        assert!(
            largest <= limit * (1.0 + 1e-9),
            "a matrix with values up to {largest} and colours up to {limit}"
        );
        let hue = if hue == Colour::Text { Colour::Weight } else { hue };
        Self { signed: values.iter().any(|&v| v < 0.0), limit, hue }
    }

    pub(crate) fn colour(self, value: f64) -> Colour {
        match self.signed {
            true => Colour::signed(value / self.limit),
            false => self.hue.tint(value / self.limit),
        }
    }

    /// A colour for text on top of `value`.
    pub(crate) fn text_on(self, value: f64) -> Colour {
        self.colour(value).ink()
    }

    /// The colour bar: its least and greatest number at its ends, and what it measures below.
    pub(crate) fn draw_bar(self, canvas: &mut Canvas, title: &str, (x, y): (f64, f64), width: f64) {
        let low = if self.signed { -self.limit } else { 0.0 };
        let (from, to) = (text::plain(low), text::plain(self.limit));
        let [left, right, wide] = [from.as_str(), to.as_str(), title].map(|t| text::width(t, text::SIZE));
        let bar = (width - left - right - wide - 28.0).clamp(40.0, 160.0);
        let (mut at, y) = (x + (width - left - right - wide - 28.0 - bar).max(0.0) / 2.0, y + BAR / 2.0);
        canvas.text(&Label::new(title).colour(Colour::Muted), (at, y));
        at += wide + 12.0 + left;
        canvas.text(&Label::new(&from).anchor(Anchor::End), (at, y));
        at += 8.0;
        let steps = 40;
        for i in 0..steps {
            let value = low + (self.limit - low) * i as f64 / (steps - 1) as f64;
            let d = format!(
                "M{:.2} {:.1}h{:.2}v12h-{2:.2}z",
                at + bar * i as f64 / steps as f64,
                y - 6.0,
                bar / steps as f64
            );
            canvas.shape(&d, &format!("fill=\"{}\"", self.colour(value).css()), true);
        }
        canvas.text(&Label::new(&to), (at + bar + 8.0, y));
    }
}
