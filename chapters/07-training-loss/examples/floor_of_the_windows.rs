//! How far the floor that was computed on some windows may lie from the floor of all
//! windows: its standard error, held against the scatter of many sets of windows.

use figures::{Colour, Figure, Plot};
use rand::{SeedableRng, rngs::StdRng};
use training_loss::windows;

const T: usize = 96; // characters in a window
const COUNT: usize = 128; // windows in a set

/// The mean, and the standard deviation of one.
fn moments(x: &[f64]) -> (f64, f64) {
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let squares = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    (mean, (squares / (x.len() - 1) as f64).sqrt())
}

fn main() -> std::io::Result<()> {
    let source = hollow_wood::source();
    // A text of 30 000 characters, and where 128 windows of it begin.
    let set = |seed| {
        let text: Vec<char> =
            source.text(30_000, &mut StdRng::seed_from_u64(seed)).chars().collect();
        let starts = windows(text.len(), COUNT, T);
        (text, starts)
    };
    let (text, starts) = set(2); // the book's own held-out text
    let ours: Vec<f64> =
        starts.iter().map(|&start| source.floor(&text, &[start], T)).collect();
    let (floor, deviation) = moments(&ours);
    let error = deviation / (COUNT as f64).sqrt();
    println!("the book's {COUNT} windows: floor {floor:.4}, standard error {error:.4}");
    let sets = if figures::quick() { 6 } else { 40 };
    let floor_of =
        |(text, starts): (Vec<char>, Vec<usize>)| source.floor(&text, &starts, T);
    let others: Vec<f64> = (100..100 + sets).map(|seed| floor_of(set(seed))).collect();
    let (mean, scatter) = moments(&others);
    println!("{sets} other sets of as many: mean {mean:.4}, scatter {scatter:.4}");
    assert!((floor - mean).abs() < 4.0 * error && error < 0.02 * floor);
    assert!(figures::quick() || (0.6..1.6).contains(&(scatter / error)));

    let (low, width) = (ours.iter().copied().fold(f64::MAX, f64::min), 0.02);
    let high = ours.iter().copied().fold(0.0, f64::max);
    let bins = ((high - low) / width) as usize + 1;
    let bin = |of: &[f64], i: usize| {
        let from = low + width * i as f64;
        let within = of.iter().filter(|&&x| from <= x && x < from + width).count();
        (from, from + width, within as f64 / of.len() as f64)
    };
    let plot = Plot::new()
        .x("floor (nats per character)")
        .y("share")
        .histogram("of one window", Colour::Muted, (0..bins).map(|i| bin(&ours, i)))
        .vertical(mean, "mean");
    let seen = "A broad histogram of the floors of single windows, about a line at 0.25.";
    Figure::new("floor-of-the-windows", seen).panel(plot).save()?;
    Ok(())
}
