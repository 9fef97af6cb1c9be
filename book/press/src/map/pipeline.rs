//! The way from a text to its next word, and from the loss to a model that answers.

use figures::{Anchor, Canvas, Colour, Figure, Label, Panel};

use super::{Contents, Stop};

/// The middle of the column, half the width of its boxes, and the height of a box.
const MIDDLE: f64 = 232.0;
const HALF: f64 = 130.0;

const ALTERNATIVE: &str = "From top to bottom: the text becomes tokens; each token becomes an embedding, to which its \
    position is added. Then L blocks: normalise, attend with many heads, and add what came in; normalise, \
    feed forward, and add what came in. A last norm, a linear layer and softmax give the probabilities of the \
    next word, which is appended to the text. In training, the loss of that guess drives pre-training, then \
    supervised fine-tuning, then reinforcement learning.";

/// The boxes, in order.
const STOPS: [Stop; 13] = [
    column("tokens", 6, Colour::Muted, 66.0),
    column("embedding", 6, Colour::Muted, 118.0),
    column("plus its position", 3, Colour::Position, 170.0),
    column("normalise", 5, Colour::Muted, 250.0),
    stop("attention", 1, Colour::Weight, (MIDDLE - 75.0, 302.0), 55.0),
    stop("many heads", 2, Colour::Weight, (MIDDLE + 59.0, 302.0), 71.0),
    column("normalise", 5, Colour::Muted, 400.0),
    column("feed-forward", 4, Colour::Category(2), 452.0),
    column("normalise, linear, softmax", 6, Colour::Muted, 572.0),
    column("loss", 7, Colour::Gradient, 676.0),
    stop("pre-training", 7, Colour::Gradient, (72.0, 738.0), 70.0),
    stop("supervised", 8, Colour::Gradient, (240.0, 738.0), 70.0),
    stop("rewards", 8, Colour::Gradient, (408.0, 738.0), 70.0),
];

/// The functions of the exercises that a box is made of.
const FUNCTIONS: [&[&str]; STOPS.len()] = [
    &["encoded", "decoded"],
    &["embedded", "embedded_backward"],
    &["positions"],
    &["normalised", "layer_norm_backward", "residual_backward"],
    &["product", "causal_weights", "attention_backward"],
    &["split", "together", "together_backward", "split_backward", "qkv_backward"],
    &["normalised", "layer_norm_backward", "residual_backward"],
    &["feed_forward", "feed_forward_backward"],
    &["with_bias", "linear_backward", "softmax", "drawn"],
    &["cross_entropy", "cross_entropy_backward"],
    &["shifted", "clipped", "rate", "adamw"],
    &["weights"],
    &["advantages"],
];

/// What stands in for a box's functions in the decoder of chapter 9.
const SINCE: [(&str, &str); 4] = [
    ("plus its position", "turned"),
    ("normalise", "rms_norm"),
    ("many heads", "grouped_queries"),
    ("feed-forward", "gated"),
];

/// Arrows down the middle, from and to.
const DOWN: [(f64, f64); 12] = [
    (24.0, 48.0),
    (84.0, 100.0),
    (136.0, 152.0),
    (188.0, 232.0),
    (268.0, 284.0),
    (320.0, 341.0),
    (363.0, 382.0),
    (418.0, 434.0),
    (470.0, 491.0),
    (513.0, 554.0),
    (590.0, 610.0),
    (636.0, 658.0),
];

/// A residual connection leaves the middle at the first height and is added at the second.
const RESIDUALS: [(f64, f64); 2] = [(218.0, 352.0), (372.0, 502.0)];

/// A block's frame: its top and its bottom.
const BLOCK: (f64, f64) = (204.0, 528.0);

const fn column(words: &'static str, chapter: u32, colour: Colour, y: f64) -> Stop<'static> {
    stop(words, chapter, colour, (MIDDLE, y), HALF)
}

const fn stop(
    words: &'static str,
    chapter: u32,
    colour: Colour,
    centre: (f64, f64),
    half: f64,
) -> Stop<'static> {
    Stop { words, chapter, colour, centre, half }
}

/// The map as a figure.
pub(crate) fn figure(contents: &Contents<'_>) -> Figure {
    figure_of(contents, &[])
}

/// The map with the boxes tinted whose functions are all among these, or whose successor of chapter 9 is; where only
/// some are, as far as they go.
pub(crate) fn figure_of(contents: &Contents<'_>, own: &[&str]) -> Figure {
    Figure::new("pipeline", &alternative()).panel(Pipeline { contents, own })
}

/// The way in words, and the chapter of each box.
fn alternative() -> String {
    let boxes = STOPS.map(|Stop { words, chapter, .. }| format!("{words}, {chapter}"));
    format!("{ALTERNATIVE} The boxes and their chapters: {}.", boxes.join("; "))
}

struct Pipeline<'a> {
    contents: &'a Contents<'a>,
    own: &'a [&'a str],
}

impl Panel for Pipeline<'_> {
    fn height(&self, _width: f64) -> f64 {
        760.0
    }

    fn has_links(&self) -> bool {
        STOPS.iter().any(|stop| self.contents.page(stop.chapter).is_some())
    }

    fn draw(&self, canvas: &mut Canvas, _at: (f64, f64), _width: f64) {
        draw_block(canvas);
        for (from, to) in DOWN {
            canvas.arrow((MIDDLE, from), (MIDDLE, to), Colour::Muted, 1.5);
        }
        draw_generation(canvas);
        draw_training(canvas);
        for (stop, functions) in STOPS.iter().zip(FUNCTIONS) {
            stop.draw(canvas, self.contents);
            let own = functions.iter().filter(|function| self.own.contains(function)).count();
            let since = SINCE.iter().any(|(words, name)| *words == stop.words && self.own.contains(name));
            let share = if since { 1.0 } else { own as f64 / functions.len() as f64 };
            if share > 0.0 {
                let (x, y) = stop.centre;
                let width = 2.0 * stop.half * share;
                canvas.tinted((x - stop.half, y - 18.0), (width, 36.0), stop.colour);
            }
        }
    }
}

/// The frame of a block, and the residual connections inside.
fn draw_block(canvas: &mut Canvas) {
    let (left, right) = (MIDDLE - HALF - 36.0, MIDDLE + HALF + 36.0);
    canvas.framed((left, BLOCK.0), (right - left, BLOCK.1 - BLOCK.0), Colour::Background, Colour::Grid, 10.0);
    canvas.text(&Label::new("× L").anchor(Anchor::End).colour(Colour::Muted), (right - 10.0, BLOCK.1 - 16.0));
    for (from, to) in RESIDUALS {
        let around = MIDDLE - HALF - 18.0;
        canvas.line((MIDDLE, from), (around, from), Colour::Text, 1.5);
        canvas.line((around, from), (around, to), Colour::Text, 1.5);
        canvas.arrow((around, to), (MIDDLE - 11.0, to), Colour::Text, 1.5);
        canvas.ring((MIDDLE, to), 11.0, Colour::Text);
        canvas.text(&Label::new("+").anchor(Anchor::Middle), (MIDDLE, to));
    }
}

/// The text above, the next word below, and the way back up.
fn draw_generation(canvas: &mut Canvas) {
    canvas.text(&Label::new("the cat drank the milk because it").anchor(Anchor::Middle), (MIDDLE, 12.0));
    canvas.text(&Label::new("the next word: was").anchor(Anchor::Middle), (MIDDLE, 623.0));
    let turn = 436.0;
    canvas.line((MIDDLE + 78.0, 623.0), (turn, 623.0), Colour::Muted, 1.5);
    canvas.line((turn, 623.0), (turn, 12.0), Colour::Muted, 1.5);
    canvas.arrow((turn, 12.0), (MIDDLE + 130.0, 12.0), Colour::Muted, 1.5);
    let again = Label::new("append it, and again").anchor(Anchor::Middle).colour(Colour::Muted).turn(90.0);
    canvas.text(&again, (turn + 16.0, 318.0));
}

/// From the loss to the three stages of training.
fn draw_training(canvas: &mut Canvas) {
    canvas.line((MIDDLE - HALF, 676.0), (72.0, 676.0), Colour::Gradient, 1.5);
    canvas.arrow((72.0, 676.0), (72.0, 720.0), Colour::Gradient, 1.5);
    canvas.arrow((142.0, 738.0), (170.0, 738.0), Colour::Gradient, 1.5);
    canvas.arrow((310.0, 738.0), (338.0, 738.0), Colour::Gradient, 1.5);
}
