//! A linear layer in numbers: three words, two questions, one bias for each question.
//!
//! Every token is a row of x, every question a column of W, and every answer one dot
//! product.

use figures::{Colour, Figure, Matrix};
use foundations::{Layer, Linear, naive, rows};
use ndarray::array;

const WORDS: [&str; 3] = ["cat", "milk", "the"];
const CHANNELS: [&str; 2] = ["animal", "drink"];
const QUESTIONS: [&str; 2] = ["thirsty?", "in a cup?"];

fn main() -> std::io::Result<()> {
    let x = array![[[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]]; // (1, T, C_in): animal, drink
    let layer = Linear { w: array![[1.0, 0.0], [-1.0, 1.0]], b: array![-0.5, 0.0] };
    let (y, _) = layer.forward(&x); // (1, T, C_out)

    let (x, y) = (rows(&x), rows(&y));
    let (w, b) = (&layer.w, &layer.b);
    for (t, word) in WORDS.iter().enumerate() {
        for (j, question) in QUESTIONS.iter().enumerate() {
            let (x0, x1, w0, w1) = (x[[t, 0]], x[[t, 1]], w[[0, j]], w[[1, j]]);
            println!(
                "{word:>4} {question:9} {x0}·({w0:2}) + {x1}·({w1:2}) + ({:4}) = {:4}",
                b[j],
                y[[t, j]]
            );
        }
    }

    assert_eq!(y, array![[0.5, 0.0], [-1.5, 1.0], [-0.5, 0.0]]);
    assert_eq!(y, naive::linear(&x.to_owned(), w, b));
    assert_eq!(x.row(1).dot(&w.column(0)), -1.0); // milk, before the bias
    assert_eq!(y.row(2), b, "no channel, no product: the bias alone");

    let alternative = "Four grids: x with a row for each of cat, milk and the; the weight \
        with a column for each question; the bias; and the answers y. For thirsty, cat has \
        one half, milk minus 1.5.";
    let b = b.view().insert_axis(ndarray::Axis(0));
    let grids = [
        Matrix::new(&x).title("x").rows(WORDS).columns(CHANNELS),
        Matrix::new(w).title("W").rows(CHANNELS).columns(QUESTIONS),
        Matrix::new(&b).title("b").columns(QUESTIONS),
        Matrix::new(&y).title("y = x·W + b").rows(WORDS).columns(QUESTIONS),
    ];
    let grids = grids.map(|grid| grid.numbers(1).up_to(1.5).colour(Colour::Text));
    Figure::new("linear-by-hand", alternative).panels(2, grids).save()?;
    Ok(())
}
