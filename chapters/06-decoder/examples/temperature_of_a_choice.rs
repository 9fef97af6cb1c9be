//! The distribution of the next character at several temperatures.

mod story;

use decoder::Sampling;
use figures::{Figure, Matrix, Plot};
use ndarray::{Array1, Array2};
use rand::{SeedableRng, rngs::StdRng};

const TEMPERATURES: [f64; 5] = [0.0, 0.5, 1.0, 2.0, 10.0];

fn main() -> std::io::Result<()> {
    let (names, counts) = story::first_letters();
    let logits: Array1<f64> = counts.iter().map(|&count| f64::ln(count)).collect(); // (V)
    let at = |temperature: f64| Sampling { temperature, ..Sampling::PLAIN };
    // a row for each temperature
    let mut p = Array2::zeros((TEMPERATURES.len(), names.len()));
    let mut rng = StdRng::seed_from_u64(1);
    for (mut row, temperature) in p.rows_mut().into_iter().zip(TEMPERATURES) {
        row.assign(&at(temperature).distribution(&logits));
        let drawn: String =
            (0..20).map(|_| names[at(temperature).draw(&logits, &mut rng)]).collect();
        println!("τ = {temperature:4}   p(t) = {:.3}   20 draws: {drawn}", row[0]);
    }
    assert_eq!(
        (names.len(), names[0], p[[0, 0]]),
        (12, 't', 1.0),
        "at 0 the likeliest, always"
    );
    assert!((p[[2, 0]] - 16.0 / 57.0).abs() < 1e-12, "at 1 the story's own frequencies");
    assert!(
        (p[[1, 0]] / p[[1, 1]] - (16.0_f64 / 9.0).powi(2)).abs() < 1e-12,
        "at ½ their ratios squared"
    );
    assert!(
        (p[[3, 0]] / p[[3, 1]] - 4.0 / 3.0).abs() < 1e-12,
        "at 2 the roots of their ratios"
    );
    let map = Matrix::new(&(100.0 * &p))
        .numbers(0)
        .rows(TEMPERATURES.map(|t| format!("τ = {t}")))
        .columns(&names);
    let alternative = std::iter::zip(TEMPERATURES, p.column(0))
        .map(|(temperature, p)| format!("{:.0} % at {temperature}", 100.0 * p));
    let alternative = format!(
        "From all on t, over the story's frequencies, to almost even; of t: {}.",
        alternative.collect::<Vec<_>>().join(", ")
    );
    Figure::new("temperature-of-a-choice", &alternative)
        .panel(map.up_to(100.0).bar("probability (%)"))
        .save()?;

    let entropy = |temperature: f64| {
        let p = at(temperature).distribution(&logits);
        (temperature, -p.iter().filter(|&&p| p > 0.0).map(|&p| p * p.ln()).sum::<f64>())
    };
    let curve: Vec<(f64, f64)> =
        (-40..=60).map(|i| entropy(10_f64.powf(f64::from(i) / 30.0))).collect();
    assert!(
        curve.windows(2).all(|pair| pair[1].1 >= pair[0].1),
        "hotter is always more even"
    );
    let plot = Plot::new().x("temperature").y("entropy (nats)").log_x().y_range(0.0, 3.0);
    let plot = plot.line("", figures::Colour::nth(0), curve).vertical(1.0, "τ = 1");
    let plot = plot.horizontal(12_f64.ln(), "ln 12: all equally likely");
    let alternative = "The entropy rises from 0 towards the logarithm of 12.";
    Figure::new("temperature-entropy", alternative).panel(plot).save().map(drop)
}
