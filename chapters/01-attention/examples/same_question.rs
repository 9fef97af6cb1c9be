//! In a GPT the later word does the work: "thirsty" and "cold" look back and find their
//! noun, and the row of "it" never hears of them.

use attention::{Mask, words};
use figures::{Figure, Matrix};
use foundations::Layer;
use ndarray::{Array2, Axis, stack};

/// The causal attention weights `(T, T)`.
fn weights(text: &str) -> Array2<f64> {
    let x = words::sentence(text).expect("words of the dictionary");
    words::head(Mask::Causal).forward(&x).1.weights().index_axis(Axis(0), 0).to_owned()
}

fn main() -> std::io::Result<()> {
    let thirsty = weights("the cat drank the milk because it was thirsty");
    let cold = weights("the cat drank the milk because it was cold");
    let (it, last, cat, milk) = (6, 8, 1, 4);
    for (ending, a) in [("thirsty", &thirsty), ("cold", &cold)] {
        println!("… because it was {ending}");
        for (word, row) in [("it", a.row(it)), (ending, a.row(last))] {
            println!("{word:>9}: cat {:.2}, milk {:.2}", row[cat], row[milk]);
        }
    }

    // The last word finds its noun, and "it" does not notice: its row is the same, bit for
    // bit.
    assert!(thirsty[[last, cat]] > 0.7 && cold[[last, milk]] > 0.7);
    assert_eq!(thirsty.row(it), cold.row(it));
    // What is exactly so for any words: the odds between two keys depend on the query and
    // on these two keys. Here q·k is 6 for "cat" and 3 for "milk": the odds are exp((6 −
    // 3)/√3).
    let odds = 3.0_f64.sqrt().exp();
    assert!(
        (cold[[it, cat]] / cold[[it, milk]] - odds).abs() < 1e-12
            && format!("{odds:.2}") == "5.65"
    );

    let rows = [thirsty.row(it), thirsty.row(last), cold.row(it), cold.row(last)];
    let rows = stack(Axis(0), &rows).expect("rows of one length");
    let matrix = Matrix::new(&rows)
        .rows(["it (thirsty)", "thirsty", "it (cold)", "cold"])
        .columns(["the", "cat", "drank", "the", "milk", "because", "it", "was", "…"])
        .mask(|row, column| row % 2 == 0 && column > it) // what "it" cannot see
        .up_to(1.0)
        .numbers(2);
    let seen = format!(
        "Weights of it and of the last word: thirsty looks at cat ({:.2}), cold looks at \
        milk ({:.2}), it looks at cat in both ({:.2}); the words after it are struck out.",
        thirsty[[last, cat]],
        cold[[last, milk]],
        cold[[it, cat]]
    );
    Figure::new("same-question", &seen).panel(matrix).save()?;
    Ok(())
}
