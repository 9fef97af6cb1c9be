//! The logit lens: the last norm and the last linear layer read the stream after each block
//! of a trained model, as if the stack ended there.

mod grid;
#[path = "../wood/mod.rs"]
mod wood;

use decoder::Gpt;
use figures::{Bars, Colour, Figure};
use foundations::{Layer, product, rows, softmax_in_place};
use grid::{Grid, Guess};
use ndarray::{Array2, Array3, ArrayRef2, s};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::Wood;

const T: usize = 64; // characters in a window
const TEXT: &str = "\nthe red fox is in the barn. the red fox likes the owl.";

/// The probabilities of the next character, read after 0, 1, … L blocks.
fn read_early(model: &Gpt<f32>, tokens: &ArrayRef2<usize>) -> Vec<Array3<f32>> {
    let norm = model.norm.as_ref().expect("pre-LN");
    let head = model.head.as_ref().expect("a head of its own"); // (C, V)
    let read = |x: &Array3<f32>| {
        let mut p = product(&rows(&norm.forward(x).0), head); // (B·T, V)
        p.rows_mut().into_iter().for_each(|mut row| softmax_in_place(&mut row));
        let shape = (tokens.nrows(), tokens.ncols(), head.ncols());
        p.into_shape_with_order(shape).expect("B·T rows") // (B, T, V)
    };
    let mut x = model.positions.forward(&model.embedding.forward(tokens)).0; // (B, T, C)
    let mut readings = vec![read(&x)];
    for block in &model.blocks {
        x = block.forward(&x).0;
        readings.push(read(&x));
    }
    readings
}

/// The mean probability of the character that came, and how often it was the likeliest.
fn quality(p: &Array3<f32>, targets: &ArrayRef2<usize>) -> (f64, f64) {
    let (mut probability, mut first) = (0.0, 0);
    for ((b, t), &target) in targets.indexed_iter() {
        let row = p.slice(s![b, t, ..]);
        probability += f64::from(row[target]);
        first += usize::from(row.iter().all(|&other| other <= row[target]));
    }
    let places = targets.len() as f64;
    (probability / places, first as f64 / places)
}

fn main() -> std::io::Result<()> {
    let (steps, layers, c) = if figures::quick() { (40, 2, 16) } else { (600, 3, 48) };
    let wood = Wood::<f32>::new(300_000, 64, T);
    let model = wood.model(layers, 4, c, &mut StdRng::seed_from_u64(3));
    let model = wood::train(&wood, model, steps, 8, |_, _| ());
    let held_out = &wood.held_out;
    println!("after       p of what came   it was the likeliest");
    let readings = read_early(&model, &held_out.inputs);
    let qualities: Vec<_> =
        readings.iter().map(|p| quality(p, &held_out.targets)).collect();
    for (l, (p, first)) in qualities.iter().enumerate() {
        println!("{l} blocks {p:18.2} {:20.0} %", 100.0 * first);
    }
    let whole = wood.loss(&model);
    println!("{} places; the whole model's loss is {whole:.3}", held_out.targets.len());
    if !figures::quick() {
        assert!(qualities.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "block by block");
        let of_the_last = |l: usize| qualities[l].0 / qualities[layers].0;
        let near = |share: f64, told: f64| (share - told).abs() < 0.1;
        assert!(near(of_the_last(1), 0.5) && near(of_the_last(layers - 1), 0.9), "as told");
    }

    let tokens = wood.vocabulary.encode(TEXT).expect("in the alphabet");
    let tokens = Array2::from_shape_vec((1, tokens.len()), tokens).expect("one row");
    let guess = |p: &Array3<f32>, t: usize| {
        let row = p.slice(s![0, t, ..]);
        let best = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        let likeliest = wood.vocabulary.characters()[best.expect("an alphabet")];
        Guess { likeliest, right: f64::from(row[tokens[[0, t + 1]]]) }
    };
    let readings = read_early(&model, &tokens.slice(s![.., ..-1]));
    let of_text = |p| (0..tokens.len() - 1).map(|t| guess(p, t)).collect();
    let rows = readings.iter().map(of_text).collect();
    let came = TEXT.chars().skip(1).collect();
    let names = (0..=layers).map(|l| format!("after {l}"));
    let bars = Bars::new(names).title("mean probability of what came").numbers(2);
    let bars = bars.series("", Colour::nth(0), qualities.iter().map(|quality| quality.0));
    let seen = "A grid of letters, one row for each depth: the upper rows hardly spell the \
        text beneath them, the last row mostly does. Bars below grow from depth to depth.";
    Figure::new("what-each-block-would-say", seen)
        .panel(Grid { rows, came })
        .panel(bars.horizontal().range(0.0, 1.0))
        .save()?;
    Ok(())
}
