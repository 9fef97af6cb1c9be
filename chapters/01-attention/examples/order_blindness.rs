//! Attention does not see order: "the cat drank the milk" and "the milk drank the cat" are
//! one to it.

use attention::{Mask, words};
use figures::{Colour, Figure, Matrix};
use foundations::Layer;
use ndarray::{Array2, Axis};

/// The outputs `(T, 3)`: how much animal, drink and action each word has gathered.
fn gather(text: &str, mask: Mask) -> Array2<f64> {
    let x = words::sentence(text).expect("words of the dictionary");
    words::head(mask).forward(&x).0.index_axis_move(Axis(0), 0)
}

fn main() -> std::io::Result<()> {
    let (text, shuffled) = ("the cat drank the milk", "the milk drank the cat");
    // word i of the second sentence is word order[i] of the first
    let order = [0, 4, 2, 3, 1];
    let (y, z) = (gather(text, Mask::Full), gather(shuffled, Mask::Full));

    println!("         in the first sentence   in the second");
    for (i, word) in shuffled.split(' ').enumerate() {
        println!("{word:>8} {:.3}   {:.3}", y.row(order[i]), z.row(i));
    }
    let difference =
        (&z - &y.select(Axis(0), &order)).fold(0.0, |most: f64, d| most.max(d.abs()));
    println!("largest difference: {difference:.1e}");
    assert!(difference < 1e-15, "the same numbers, to the last rounding");

    // The causal mask lets a little order in: who comes first sees less.
    let causal =
        gather(shuffled, Mask::Causal) - gather(text, Mask::Causal).select(Axis(0), &order);
    assert!(causal.iter().any(|d| d.abs() > 0.1));

    let matrix = |y: &Array2<f64>, text: &str| {
        let columns = ["animal", "drink", "action"];
        Matrix::new(y)
            .rows(text.split(' '))
            .columns(columns)
            .numbers(2)
            .up_to(1.0)
            .colour(Colour::Value)
    };
    let seen = format!(
        "Two grids of outputs: each word has the same row in both sentences, in another \
        place. Cat's is {:.2}, second in the one and last in the other; milk's is {:.2}.",
        z.row(4),
        z.row(1)
    );
    Figure::new("order-blindness", &seen)
        .panels(2, [matrix(&y, text), matrix(&z, shuffled)])
        .save()?;
    Ok(())
}
