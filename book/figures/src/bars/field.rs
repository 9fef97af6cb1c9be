//! The field of bars: where they stand or lie, and what is drawn on it.

use crate::axis::Axis;
use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::Colour;
use crate::text;

/// Room for the ticks along the lower edge.
pub(super) const TICKS: f64 = 24.0;

/// The field in which the bars are drawn: `lying` turns it by a quarter.
pub(super) struct Field {
    pub(super) at: (f64, f64),
    pub(super) size: (f64, f64),
    pub(super) words: usize,
    pub(super) scale: Axis,
    pub(super) lying: bool,
}

impl Field {
    /// The point at `place` along the words (0 to their number) and at `value`.
    pub(super) fn point(&self, place: f64, value: f64) -> (f64, f64) {
        let (along, value) = (place / self.words as f64, self.scale.share(value));
        match self.lying {
            true => (self.at.0 + value * self.size.0, self.at.1 + along * self.size.1),
            false => (self.at.0 + along * self.size.0, self.at.1 + (1.0 - value) * self.size.1),
        }
    }

    pub(super) fn draw_grid(&self, canvas: &mut Canvas, words: &[String]) {
        for (value, label) in &self.scale.ticks {
            let (from, to) = (self.point(0.0, *value), self.point(self.words as f64, *value));
            let colour = if *value == 0.0 { Colour::Muted } else { Colour::Grid };
            canvas.line(from, to, colour, 1.0);
            match self.lying {
                true => canvas.text(&Label::new(label).anchor(Anchor::Middle), (to.0, to.1 + TICKS / 2.0)),
                false => canvas.text(&Label::new(label).anchor(Anchor::End), (from.0 - 7.0, from.1)),
            }
        }
        for (i, word) in words.iter().enumerate() {
            let (x, y) = self.point(i as f64 + 0.5, self.scale.low());
            match self.lying {
                true => canvas.text(&Label::new(word).anchor(Anchor::End), (x - 7.0, y)),
                false => canvas.text(&Label::new(word).anchor(Anchor::Middle), (x, y + TICKS / 2.0)),
            }
        }
    }

    pub(super) fn draw_bar(
        &self,
        canvas: &mut Canvas,
        (start, thick): (f64, f64),
        (from, to): (f64, f64),
        colour: Colour,
    ) {
        let ((x0, y0), (x1, y1)) = (self.point(start, from), self.point(start + thick, to));
        canvas.rectangle((x0.min(x1), y0.min(y1)), ((x1 - x0).abs(), (y1 - y0).abs()), colour);
    }

    /// A number at the end of a bar, or `inside` it.
    pub(super) fn draw_number(
        &self,
        canvas: &mut Canvas,
        place: f64,
        (from, to): (f64, f64),
        text: &str,
        inside: bool,
    ) {
        let label = Label::new(text).size(text::SIZE - 1.5);
        if inside {
            let label = label.colour(Colour::Background).anchor(Anchor::Middle);
            let length = (self.scale.share(to) - self.scale.share(from)).abs();
            let (room, needed) = if self.lying {
                (length * self.size.0, label.width())
            } else {
                (length * self.size.1, text::SIZE)
            };
            if room > needed + 2.0 {
                canvas.text(&label, self.point(place, (from + to) / 2.0));
            }
            return;
        }
        let ((x, y), sign) = (self.point(place, to), if to < 0.0 { -1.0 } else { 1.0 });
        match self.lying {
            true if sign > 0.0 => canvas.text(&label.halo(), (x + 5.0, y)),
            true => canvas.text(&label.halo().anchor(Anchor::End), (x - 5.0, y)),
            false => canvas.text(&label.halo().anchor(Anchor::Middle), (x, y - sign * text::SIZE * 0.6)),
        }
    }
}
