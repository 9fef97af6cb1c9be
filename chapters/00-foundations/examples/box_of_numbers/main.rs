//! A batch is a box of numbers: (B, T, C), and how the linear layer reads it.

mod sheets;

use figures::Figure;
use foundations::{Layer, Linear, rows};
use ndarray::{Array1, Array2, Array3};

fn main() -> std::io::Result<()> {
    let (batch, tokens, c) = (2, 3, 4);
    let x = Array3::from_shape_fn((batch, tokens, c), |(b, t, c)| {
        (100 * b + 10 * t + c) as f64
    });
    let (b, t, channel) = (1, 2, 3);
    println!("x[[{b}, {t}, {channel}]] = {}", x[[b, t, channel]]);
    println!(
        "steps in memory from one sequence, token, channel to the next: {:?}",
        x.strides()
    );
    assert_eq!(x.strides(), [12, 4, 1], "the channels of a token lie side by side");

    let tall = rows(&x); // (B·T, C)
    println!("as one tall matrix: {:?}", tall.dim());
    assert_eq!(
        tall[[b * tokens + t, channel]],
        x[[b, t, channel]],
        "token t of sequence b"
    );

    let layer = Linear { w: Array2::zeros((c, 5)), b: Array1::zeros(5) };
    let (y, _) = layer.forward(&x);
    println!("(6, 4)·(4, 5) → (6, 5), and back in its box: {:?}", y.dim());
    assert_eq!(y.dim(), (2, 3, 5));

    let seen = "On the left two sheets, one behind the other, of three rows with four \
        cells: sequences, tokens, channels. On the right the same six rows as one tall \
        matrix.";
    Figure::new("box-of-numbers", seen).panel(sheets::Sheets).save()?;
    Ok(())
}
