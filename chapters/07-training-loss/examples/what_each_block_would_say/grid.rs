//! What each depth of a model would write, letter under letter.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// What one depth says at one place.
pub(crate) struct Guess {
    pub(crate) likeliest: char,
    /// The probability of the character that came.
    pub(crate) right: f64,
}

/// A row of guesses for each depth, and the characters that came.
pub(crate) struct Grid {
    pub(crate) rows: Vec<Vec<Guess>>,
    pub(crate) came: Vec<char>,
}

const PER_LINE: usize = 28; // characters
const CELL: f64 = 20.0; // height
const NAME: f64 = 32.0; // width of what stands before a row

impl Grid {
    fn line_height(&self) -> f64 {
        CELL * (self.rows.len() + 1) as f64 + 18.0
    }
}

impl Panel for Grid {
    fn height(&self, _width: f64) -> f64 {
        self.came.len().div_ceil(PER_LINE) as f64 * self.line_height()
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): (f64, f64), width: f64) {
        let cell = (width - NAME) / PER_LINE as f64;
        let at = |i: usize, row: usize| {
            let line = top + (i / PER_LINE) as f64 * self.line_height();
            (left + NAME + (i % PER_LINE) as f64 * cell, line + CELL * row as f64)
        };
        for (depth, row) in self.rows.iter().enumerate() {
            for (i, Guess { likeliest, right }) in row.iter().enumerate() {
                let (x, y) = at(i, depth);
                let shade = Colour::sequential(0.75 * right);
                canvas.rectangle((x, y), (cell - 1.0, CELL - 1.0), shade);
                let middle = (x + cell / 2.0, y + CELL / 2.0);
                let text = shown(*likeliest);
                canvas.text(&letter(&text).colour(shade.ink()), middle);
                if i % PER_LINE == 0 {
                    let name = depth.to_string();
                    let label = Label::new(&name).colour(Colour::Muted).size(14.0);
                    canvas.text(&label, (left + 8.0, y + CELL / 2.0));
                }
            }
        }
        for (i, &character) in self.came.iter().enumerate() {
            let (x, y) = at(i, self.rows.len());
            let middle = (x + cell / 2.0, y + CELL / 2.0 + 2.0);
            canvas.text(&letter(&shown(character)).bold(), middle);
        }
    }
}

fn letter(text: &str) -> Label<'_> {
    Label::new(text).anchor(Anchor::Middle).size(14.0)
}

fn shown(character: char) -> String {
    match character {
        ' ' => "·".to_owned(),
        '\n' => "¶".to_owned(),
        letter => letter.to_string(),
    }
}
