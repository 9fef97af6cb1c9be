//! Letters, and arcs from each to those that it looks at.

use std::f64::consts::PI;

use figures::{Anchor, Canvas, Colour, Label, Panel};
use ndarray::Array2;

/// A head's weights over a word that is said twice.
pub(crate) struct Arcs {
    pub(crate) title: String,
    pub(crate) word: Vec<char>,
    pub(crate) weights: Array2<f32>, // (T, T)
}

const LEAST: f64 = 0.1; // a weight that is drawn
const HIGH: f64 = 64.0; // the longest arc
const TITLE: f64 = 20.0;

impl Panel for Arcs {
    fn height(&self, _: f64) -> f64 {
        TITLE + HIGH + 26.0
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): (f64, f64), width: f64) {
        let (said, twice) = (self.word.len(), 2 * self.word.len());
        let cell = width / twice as f64;
        let middle = |t: usize| left + (t as f64 + 0.5) * cell;
        let ground = top + TITLE + HIGH;
        let title = Label::new(&self.title).colour(Colour::Muted).size(14.0);
        canvas.text(&title, (left, top + 8.0));
        for t in said..twice {
            for s in 0..t {
                let weight = f64::from(self.weights[[t, s]]);
                if weight >= LEAST {
                    let height = HIGH * (t - s) as f64 / twice as f64;
                    let ribbon =
                        ribbon((middle(s), middle(t)), ground, height, 6.0 * weight);
                    let right = s + said == t + 1;
                    let colour = if right { Colour::Weight } else { Colour::Muted };
                    canvas.polygon(&ribbon, colour, 0.3 + 0.7 * weight);
                }
            }
        }
        for t in 0..twice {
            let letter = self.word[t % said].to_string();
            let label = Label::new(&letter).anchor(Anchor::Middle);
            canvas.text(&label, (middle(t), ground + 14.0));
        }
    }
}

/// Half an ellipse over a piece of the ground, so wide at its top.
fn ribbon((from, to): (f64, f64), ground: f64, height: f64, wide: f64) -> Vec<(f64, f64)> {
    let half = |grow: f64| {
        (0..=16).map(move |i| {
            let (sin, cos) = (PI * i as f64 / 16.0).sin_cos();
            let radius = (to - from) / 2.0 + grow / 2.0;
            ((from + to) / 2.0 - radius * cos, ground - (height + grow / 2.0) * sin)
        })
    };
    half(wide).chain(half(-wide).rev()).collect()
}
