//! Why divide by √D: so that how widely a head looks, and how well it can be moved, do not
//! depend on how wide it is.

use figures::{Colour, Figure, Plot};
use foundations::{normal, softmax_backward, softmax_in_place};
use ndarray::Array1;
use rand::{SeedableRng, rngs::StdRng};

const KEYS: usize = 32;
const QUERIES: usize = 400; // each with keys of its own
const WIDTHS: [usize; 7] = [1, 4, 16, 64, 128, 256, 1024];

/// In nats: ln 32 if all keys weigh alike, 0 if one has all the weight.
fn entropy(a: &Array1<f64>) -> f64 {
    a.iter().filter(|&&a| a > 0.0).map(|&a| -a * a.ln()).sum()
}

/// How much the softmax's inputs can move the weights: the length of all ∂a[i]/∂s[j] as one
/// vector.
fn sensitivity(a: &Array1<f64>) -> f64 {
    let unit = |i| Array1::from_shape_fn(KEYS, |j| if i == j { 1.0 } else { 0.0 });
    (0..KEYS).map(|i| softmax_backward(a, &unit(i)).pow2().sum()).sum::<f64>().sqrt()
}

/// The median of a measure over the rows of scores, divided by `scale`.
fn median(measure: fn(&Array1<f64>) -> f64, scores: &[Array1<f64>], scale: f64) -> f64 {
    let of = |scores: &Array1<f64>| {
        let mut a = scores / scale;
        softmax_in_place(&mut a);
        measure(&a)
    };
    let mut list: Vec<f64> = scores.iter().map(of).collect();
    list.sort_by(f64::total_cmp);
    list[list.len() / 2]
}

/// For each width: std of q·k, then entropy and sensitivity, scaled and not.
fn table(seed: u64) -> [[f64; 5]; 7] {
    let mut rng = StdRng::seed_from_u64(seed);
    WIDTHS.map(|d| {
        let mut draw = |n: usize| normal::<f64, _, _>((n, d), 1.0, &mut rng);
        let row = |_| draw(KEYS).dot(&draw(1).row(0));
        let scores: Vec<Array1<f64>> = (0..QUERIES).map(row).collect();
        let squares: f64 = scores.iter().map(|s| s.pow2().sum()).sum();
        let root = (d as f64).sqrt();
        let [h, raw_h] = [root, 1.0].map(|scale| median(entropy, &scores, scale));
        let [j, raw_j] = [root, 1.0].map(|scale| median(sensitivity, &scores, scale));
        [(squares / (QUERIES * KEYS) as f64).sqrt(), h, raw_h, j, raw_j]
    })
}

fn main() -> std::io::Result<()> {
    let table = table(1);
    println!("               entropy (nats)     sensitivity");
    println!("   D  std q·k  scaled    not   scaled    not");
    for (d, [std, h, raw_h, j, raw_j]) in WIDTHS.into_iter().zip(table) {
        println!("{d:4} {std:8.2} {h:7.2} {raw_h:6.3} {j:8.3} {raw_j:6.4}");
    }
    for seed in 1..6 {
        for (d, [std, h, raw_h, j, raw_j]) in WIDTHS.into_iter().zip(self::table(seed)) {
            assert!((std / (d as f64).sqrt() - 1.0).abs() < 0.1, "{d}: {std} is not √D");
            assert!((2.9..3.4).contains(&h) && (0.18..0.27).contains(&j), "{d}: {h}, {j}");
            let left = raw_j / j; // of the sensitivity
            let expected = match d {
                4 | 16 => 1.1..1.7,
                64 => 0.5..0.95,
                128 => 0.1..0.5,
                1024 => 0.0..0.01,
                _ => 0.0..1.1,
            };
            assert!(expected.contains(&left), "seed {seed}, D = {d}: {left} is left");
            assert!(d < 64 || raw_h < 1.0, "seed {seed}, D = {d}: {raw_h} nats");
            assert!(d < 1024 || raw_h < 0.1, "one key has all the weight");
        }
    }
    let line = |column: usize| {
        WIDTHS.iter().zip(table).map(move |(&d, row)| (d as f64, row[column]))
    };
    let plot = |y: &str| {
        Plot::new().x("channels D").y(y).log_x().x_ticks(WIDTHS.map(|d| d as f64))
    };
    let pair = |plot: Plot, column: usize, colour| {
        plot.line("scaled", colour, line(column)).line(
            "unscaled",
            Colour::Muted,
            line(column + 1),
        )
    };
    let roots = WIDTHS.map(|d| (d as f64, (d as f64).sqrt()));
    let seen =
        std::iter::zip(WIDTHS, table).map(|(d, row)| format!("{:.1} at D = {d}", row[0]));
    let seen = format!(
        "The standard deviation of q·k, measured, lies on the line √D: {}.",
        seen.collect::<Vec<_>>().join(", ")
    );
    let spread = plot("std of q·k").log_y().dots("measured", Colour::Query, line(0));
    Figure::new("why-scale-spread", &seen).panel(spread.theory("√D", roots)).save()?;
    let most = (KEYS as f64).ln();
    let seen = "Scaled: entropy and sensitivity stay level. Unscaled: entropy falls \
        towards 0 as D grows; sensitivity rises up to D = 16, then falls, slowly up to \
        64 and steeply from there on.";
    Figure::new("why-scale", seen)
        .panel(
            pair(plot("entropy (nats)"), 1, Colour::Weight)
                .horizontal(most, "ln 32: all alike")
                .y_range(0.0, 4.0),
        )
        .panel(pair(plot("sensitivity").log_y(), 3, Colour::Gradient))
        .save()?;
    Ok(())
}
