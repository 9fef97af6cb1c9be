//! How far back the heads of a trained model look, on average over text that it has not
//! seen.

#[path = "wood/mod.rs"]
mod wood;

use figures::{Colour, Figure, Matrix};
use ndarray::{Array2, s};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::Wood;

const T: usize = 64; // characters in a window
const FAR: usize = 12; // characters back, in the figure
const HEADS: usize = 4; // in each of two blocks

fn main() -> std::io::Result<()> {
    let (steps, c) = if figures::quick() { (40, 16) } else { (500, 48) };
    let wood = Wood::<f32>::new(300_000, 64, T);
    let model = wood.model(2, HEADS, c, &mut StdRng::seed_from_u64(3));
    let model = wood::train(&wood, model, steps, 8, |_, _| ());
    let (_, cache) = model.forward(&wood.held_out.inputs);

    // The mean weight on the character so many places back; the last column: all further
    // ones. Rows have room behind them: 32 to 63.
    let mut back = Array2::<f64>::zeros((2 * HEADS, FAR + 1));
    let queries = T / 2..T;
    for (row, mut means) in back.rows_mut().into_iter().enumerate() {
        let a = cache.blocks()[row / HEADS].weights(); // (B, H, T, T)
        for b in 0..a.dim().0 {
            for t in queries.clone() {
                for (s, &weight) in a.slice(s![b, row % HEADS, t, ..=t]).indexed_iter() {
                    means[(t - s).min(FAR)] += f64::from(weight);
                }
            }
        }
        means /= (a.dim().0 * queries.len()) as f64;
    }
    let names =
        (0..2 * HEADS).map(|row| format!("{}.{}", row / HEADS + 1, row % HEADS + 1));
    println!("head   itself   one before   two before   {FAR} and more");
    for (row, name) in back.rows().into_iter().zip(names.clone()) {
        println!(
            "{name:4} {:8.2} {:12.2} {:12.2} {:11.2}",
            row[0], row[1], row[2], row[FAR]
        );
        assert!((row.sum() - 1.0).abs() < 1e-4, "a row of weights sums to 1");
    }
    // The mean share far back, in the first block and in the second.
    let far = [0, HEADS].map(|from| back.slice(s![from..from + HEADS, FAR]).mean());
    let [first, second] = far.map(|far| far.expect("four heads"));
    println!("{FAR} and more back: block 1 {first:.2}, block 2 {second:.2}");
    assert!(figures::quick() || (first < 0.2 && second > 2.0 * first), "near, then far");
    let distances = (0..FAR).map(|k| k.to_string()).chain([format!("{FAR}…")]);
    let most = back.fold(0.0_f64, |most, &weight| most.max(weight));
    let map = Matrix::new(&back)
        .up_to((10.0 * most).ceil() / 10.0)
        .colour(Colour::Weight)
        .rows(names)
        .columns(distances);
    let seen = "Eight rows, a head each. Some are strong at one or two places near the \
        left, some at the right end, some are even.";
    Figure::new("heads-that-were-learnt", seen)
        .panel(map.title("characters back").bar("mean weight"))
        .save()?;
    Ok(())
}
